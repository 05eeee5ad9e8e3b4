package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.artifact.ModelCard;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.plot.LossCurves;
import io.cuvette.batchcorrection.plot.LossCurves.LossPanel;
import io.cuvette.batchcorrection.plot.LossCurves.Part;
import io.cuvette.batchcorrection.plot.LossCurves.Reference;
import io.cuvette.batchcorrection.plot.LossCurves.Series;
import io.cuvette.service.error.ErrorCode;
import io.cuvette.service.error.ProblemException;
import io.cuvette.training.core.metric.MetricHistory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Which losses of a method are shown, and beside what. */
final class LossFigures {

    private static final String NATS = "cross entropy (nats)";

    /** Of the card's figures of a method; versions of earlier releases lack it. */
    private static final String STOPPED_EARLY = "stoppedEarly";

    private final ModelCard card;
    private final List<LossPanel> panels = new ArrayList<>();

    private LossFigures(ModelCard card) {
        this.card = card;
    }

    /**
     * Curves of every method that was trained step by step.
     *
     * @throws ProblemException ILLEGAL_STATE when there is none
     */
    static LossCurves of(String title, ServedModel model) {
        LossFigures figures = new LossFigures(model.card());
        for (Method method : Method.values()) {
            List<MetricHistory.Row> history = model.losses().getOrDefault(method.key(), List.of());
            if (method.isNetwork() && !history.isEmpty()) {
                figures.add(method, finite(history));
            }
        }
        if (figures.panels.isEmpty()) {
            throw new ProblemException(
                    ErrorCode.ILLEGAL_STATE,
                    "The model has no losses to show: none of its methods is trained step by step.");
        }
        return new LossCurves(title, figures.panels);
    }

    /** A loss that is no number has no place in a figure. */
    private static List<MetricHistory.Row> finite(List<MetricHistory.Row> history) {
        return history.stream()
                .map(
                        row -> {
                            Map<String, Double> kept = new LinkedHashMap<>(row.metrics());
                            kept.values().removeIf(value -> !Double.isFinite(value));
                            return new MetricHistory.Row(row.epoch(), row.step(), kept);
                        })
                .toList();
    }

    private void add(Method method, List<MetricHistory.Row> history) {
        Reference confusion = Reference.confusion(card.batches().size());
        // of the plain autoencoder the loss is the error
        String trainError =
                has(history, "autoencoder.mse") ? "autoencoder.mse" : "autoencoder.loss";
        add(
                method,
                history,
                "reconstruction",
                "mean squared error",
                List.of(),
                series("error", history, trainError, "validation.mse"));
        switch (method) {
            case FE, FEC -> {
                add(
                        method,
                        history,
                        "adversary",
                        NATS,
                        List.of(confusion),
                        series("batch", history, "adversary.loss", "validation.confusion"));
                add(
                        method,
                        history,
                        "classifier",
                        NATS,
                        List.of(),
                        series(
                                "label",
                                history,
                                "autoencoder.classification",
                                "validation.classification"));
            }
            case RE -> {
                add(
                        method,
                        history,
                        "batch classifier",
                        NATS,
                        List.of(confusion),
                        series(
                                "batch",
                                history,
                                "autoencoder.clustering",
                                "validation.clustering"));
                add(
                        method,
                        history,
                        "divergence",
                        "KL (nats, means of tables added)",
                        List.of(),
                        series(
                                "divergence",
                                history,
                                "autoencoder.divergence",
                                "validation.divergence"));
            }
            case PCA, HARMONY, AE, MEDL_PLUS -> {
                // nothing but the reconstruction
            }
        }
    }

    private static boolean has(List<MetricHistory.Row> history, String metric) {
        return history.stream().anyMatch(row -> row.metrics().containsKey(metric));
    }

    private static List<Series> series(
            String name, List<MetricHistory.Row> history, String train, String validation) {
        return List.of(
                Series.of(name, Part.TRAIN, history, train),
                Series.of(name, Part.VALIDATION, history, validation));
    }

    private void add(
            Method method,
            List<MetricHistory.Row> history,
            String loss,
            String unit,
            List<Reference> references,
            List<Series> series) {
        List<Series> present = series.stream().filter(s -> s.values().length > 0).toList();
        if (!present.isEmpty()) {
            panels.add(
                    new LossPanel(
                            method.title() + ": " + loss,
                            unit,
                            present,
                            references,
                            OptionalInt.empty(),
                            stopped(method, history)));
        }
    }

    private OptionalInt stopped(Method method, List<MetricHistory.Row> history) {
        boolean early =
                card.training()
                                .getOrDefault(method.key(), Map.of())
                                .getOrDefault(STOPPED_EARLY, 0.0)
                        > 0;
        return early
                ? OptionalInt.of(Math.toIntExact(history.get(history.size() - 1).epoch()))
                : OptionalInt.empty();
    }
}
