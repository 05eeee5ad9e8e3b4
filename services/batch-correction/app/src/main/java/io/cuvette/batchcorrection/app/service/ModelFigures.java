package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.app.service.BatchEffects.GeneView;
import io.cuvette.batchcorrection.counterfactual.Support;
import io.cuvette.batchcorrection.method.Concatenation;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.plot.BatchEffects.EffectInterval;
import io.cuvette.batchcorrection.plot.CounterfactualHeat;
import io.cuvette.batchcorrection.plot.LossCurves;
import io.cuvette.batchcorrection.plot.ScoreTable;
import io.cuvette.batchcorrection.plot.ScoreTables;
import io.cuvette.service.error.ProblemException;
import io.cuvette.service.modellibrary.LoadedModel;
import io.cuvette.service.modellibrary.ModelLibrary;
import io.cuvette.service.modellibrary.OfModel;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Figures of how a model was trained, how it scores, and what it says of a gene or a cell. Each is
 * its own numbers: a picture is drawn of it, or a page is given it.
 */
@ApplicationScoped
public class ModelFigures {

    private final ModelLibrary<ServedModel> library;
    private final BatchEffects effects;
    private final Projections projections;

    ModelFigures(ModelLibrary<ServedModel> library, BatchEffects effects, Projections projections) {
        this.library = library;
        this.effects = effects;
        this.projections = projections;
    }

    /**
     * Losses over the epochs.
     *
     * @throws ProblemException ILLEGAL_STATE when no method was trained step by step
     */
    public OfModel<LossCurves> losses(String name, String version) {
        try (LoadedModel<ServedModel> loaded = library.open(name, version)) {
            return new OfModel<>(
                    loaded.ref(), LossFigures.of(title("Losses", loaded), loaded.model()));
        }
    }

    /** The results table of scIB, of the stored evaluation, with intervals where there are any. */
    public OfModel<ScoreTable> scores(String name, String version) {
        try (LoadedModel<ServedModel> loaded = library.open(name, version)) {
            return new OfModel<>(
                    loaded.ref(),
                    ScoreTables.of(
                            title("Scores", loaded),
                            loaded.model().evaluation(),
                            loaded.model().intervals(),
                            ModelFigures::methodTitle));
        }
    }

    private static String title(String what, LoadedModel<ServedModel> loaded) {
        return "%s of %s, version %d".formatted(what, loaded.ref().name(), loaded.ref().version());
    }

    static String methodTitle(String key) {
        return Concatenation.ofKey(key)
                .map(
                        beside ->
                                beside.methods().stream()
                                        .map(Method::title)
                                        .collect(Collectors.joining(" + ")))
                .or(() -> Method.ofKey(key).map(Method::title))
                .orElse(key);
    }

    /**
     * Effects of the batches on a gene with their intervals.
     *
     * @throws ProblemException what {@link BatchEffects#gene} throws
     */
    public OfModel<io.cuvette.batchcorrection.plot.BatchEffects> batchEffects(
            String name, String version, EffectSource source, String gene) {
        GeneView view = effects.gene(name, version, source, gene);
        Optional<Double> correlation = view.summary().icc();
        return new OfModel<>(
                view.model(),
                new io.cuvette.batchcorrection.plot.BatchEffects(
                        gene,
                        source == EffectSource.RE
                                ? "log1p, beta at the output of " + source.method().title()
                                : "log1p",
                        correlation.isPresent() && correlation.get() >= 0 && correlation.get() <= 1
                                ? OptionalDouble.of(correlation.get())
                                : OptionalDouble.empty(),
                        view.effects().stream()
                                .map(
                                        e ->
                                                new EffectInterval(
                                                        e.batch(), e.mean(), e.low(), e.high()))
                                .toList()));
    }

    /**
     * A cell in every batch: the genes that change most.
     *
     * @param query one cell
     * @param top genes to show, 1 to {@value CounterfactualHeat#MOST_GENES}
     * @throws ProblemException what {@link Projections#open} throws
     */
    public OfModel<CounterfactualHeat> counterfactual(ProjectionQuery query, int top) {
        try (Projection projection = projections.open(query)) {
            BatchDeviations deviations = new BatchDeviations(projection.shape());
            projection.compute((cell, target, values) -> deviations.add(target, values));
            int[] shown = deviations.top(top).stream().mapToInt(Integer::intValue).toArray();
            double[][] values = new double[shown.length][projection.batches().size()];
            projection.compute(
                    (cell, target, expression) -> {
                        for (int row = 0; row < shown.length; row++) {
                            values[row][target] = expression[shown[row]];
                        }
                    });
            Projection.Cell cell = projection.cells().get(0);
            boolean[] extrapolated = new boolean[cell.support().size()];
            for (int target = 0; target < extrapolated.length; target++) {
                extrapolated[target] = cell.support().get(target) == Support.EXTRAPOLATION;
            }
            List<String> genes = projection.genes();
            return new OfModel<>(
                    projection.ref(),
                    new CounterfactualHeat(
                            cell.name(),
                            query.method().title(),
                            "log1p",
                            IntStream.of(shown).mapToObj(genes::get).toList(),
                            projection.batches(),
                            values,
                            projection.batches().indexOf(cell.batch()),
                            extrapolated,
                            projection.validity(),
                            !query.method().isFittedOnAllCells()));
        }
    }
}
