package io.cuvette.batchcorrection.program;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.batchcorrection.artifact.Classifications;
import io.cuvette.batchcorrection.artifact.ModelCard;
import io.cuvette.batchcorrection.artifact.ModelFolder;
import io.cuvette.batchcorrection.artifact.TrainedModel;
import io.cuvette.batchcorrection.artifact.TrainingCells;
import io.cuvette.batchcorrection.classify.ClassifierReport;
import io.cuvette.batchcorrection.classify.ConfusionMatrix;
import io.cuvette.batchcorrection.classify.RandomForest;
import io.cuvette.batchcorrection.embedding.EmbeddedCells;
import io.cuvette.batchcorrection.embedding.SideBySide;
import io.cuvette.batchcorrection.method.Concatenation;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.metric.Evaluation;
import io.cuvette.batchcorrection.metric.Metric;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Figures of whole jobs over several seeds, by method: what a user's job would answer, and the
 * median that the specification judges by.
 */
final class AcceptanceTable {

    private final Path dataset;
    private final Path folder;
    private final Map<String, Map<String, List<Double>>> figures = new LinkedHashMap<>();
    private final Set<String> targets = new LinkedHashSet<>();

    AcceptanceTable(Path dataset, Path folder) {
        this.dataset = dataset;
        this.folder = folder;
    }

    /**
     * Runs a job.
     *
     * @param suffix of the methods' names in the table
     * @return the model's folder
     */
    Path run(String suffix, ObjectNode settings, long seed) throws Exception {
        Path own = folder.resolve("job" + suffix + "-" + seed);
        TestContext context = new TestContext(dataset, own, settings, seed, () -> false);
        new BatchCorrectionProgram().run(context);
        try (TrainedModel model = TrainedModel.load(context.output())) {
            ModelCard card = model.card();
            card.training()
                    .forEach(
                            (method, of) -> of.forEach((name, v) -> add(method + suffix, name, v)));
            try (TrainingCells cells = TrainingCells.read(context.output())) {
                addForests(card, cells, suffix);
            }
            card.validity()
                    .forEach(
                            (method, validity) -> {
                                String name = method + suffix;
                                add(name, "ratio", validity.ratio());
                                add(name, "improved", validity.improved());
                                add(name, "kept", validity.kept());
                                add(name, "correlation", validity.correlation());
                            });
        }
        for (Classifications.Entry entry : Classifications.read(context.output()).entries()) {
            entry.report().ifPresent(report -> addHeldOut(entry, suffix, report));
        }
        for (Evaluation.Row row : ModelFolder.readEvaluation(context.output()).rows()) {
            row.scores()
                    .forEach((metric, score) -> add(row.method() + suffix, metric.key(), score));
        }
        return context.output();
    }

    private void addHeldOut(Classifications.Entry entry, String suffix, ClassifierReport report) {
        Map.of(
                        AcceptanceReport.ACCURACY,
                        report.accuracy().mean(),
                        AcceptanceReport.BALANCED,
                        report.balancedAccuracy().mean(),
                        AcceptanceReport.CEILING,
                        report.lookupCeiling(),
                        AcceptanceReport.CHANCE,
                        report.chance())
                .forEach(
                        (figure, value) ->
                                add(
                                        entry.representation() + suffix,
                                        AcceptanceReport.heldOut(
                                                figure, entry.target(), entry.validation()),
                                        value));
        targets.add(entry.target());
    }

    /** The paper's protocol: trained on the training part's latents, tested on the test part's. */
    private void addForests(ModelCard card, TrainingCells cells, String suffix) {
        for (String key : card.methods()) {
            addForests(key, List.of(Method.ofKey(key).orElseThrow()), cells, suffix);
        }
        for (String key : card.concatenations()) {
            addForests(key, Concatenation.ofKey(key).orElseThrow().methods(), cells, suffix);
        }
    }

    private void addForests(String key, List<Method> methods, TrainingCells cells, String suffix) {
        int[] all = IntStream.range(0, cells.index().size()).toArray();
        List<EmbeddedCells> parts = new ArrayList<>();
        methods.forEach(method -> parts.add(cells.embedding(method).orElseThrow().select(all)));
        EmbeddedCells latents = new SideBySide(parts);
        addForest(key + suffix, "rf.label", latents, cells, cells.index().labels());
        addForest(key + suffix, "rf.batch", latents, cells, cells.index().batches());
    }

    private void addForest(
            String method,
            String figure,
            EmbeddedCells latents,
            TrainingCells cells,
            int[] classes) {
        int[] train = part(cells, classes, 0);
        int[] test = part(cells, classes, 2);
        int[] predicted =
                RandomForest.fit(latents.select(train), select(classes, train), 100, 42)
                        .predict(latents.select(test));
        add(method, figure, ConfusionMatrix.accuracy(select(classes, test), predicted));
    }

    private static int[] part(TrainingCells cells, int[] classes, int part) {
        return IntStream.range(0, classes.length)
                .filter(cell -> cells.index().parts()[cell] == part && classes[cell] >= 0)
                .toArray();
    }

    private static int[] select(int[] values, int[] cells) {
        return Arrays.stream(cells).map(cell -> values[cell]).toArray();
    }

    void add(String method, String figure, double value) {
        figures.computeIfAbsent(method, m -> new LinkedHashMap<>())
                .computeIfAbsent(figure, f -> new ArrayList<>())
                .add(value);
    }

    double median(String method, Metric metric) {
        return median(method, metric.key());
    }

    double median(String method, String figure) {
        Map<String, List<Double>> own = figures.get(method);
        if (own == null || !own.containsKey(figure)) {
            throw new AssertionError("no %s of %s among %s".formatted(figure, method, figures));
        }
        return median(own.get(figure));
    }

    /** Seeds of the system property; without it a single one, so that tests stay short. */
    static long[] seeds() {
        return Arrays.stream(System.getProperty("cuvette.acceptance.seeds", "2").split(","))
                .mapToLong(Long::parseLong)
                .toArray();
    }

    static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    /** Methods in the order of their first figure. */
    List<String> methods() {
        return List.copyOf(figures.keySet());
    }

    /** Columns that forests were asked for. */
    List<String> targets() {
        return List.copyOf(targets);
    }

    /** One value a seed; none where the method has no such figure. */
    List<Double> values(String method, String figure) {
        return figures.getOrDefault(method, Map.of()).getOrDefault(figure, List.of());
    }

    /** The tables of the model's page. */
    void print(String title) {
        System.out.print(new AcceptanceReport(this).markdown(title));
    }
}
