package io.cuvette.batchcorrection.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.batchcorrection.artifact.CellIndex;
import io.cuvette.batchcorrection.artifact.TrainedModel;
import io.cuvette.batchcorrection.artifact.TrainingCells;
import io.cuvette.batchcorrection.method.CounterfactualModel;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.method.ScaledCells;
import io.cuvette.batchcorrection.metric.Metric;
import io.cuvette.batchcorrection.preprocess.BatchMeans;
import io.cuvette.batchcorrection.preprocess.Preprocessing;
import io.cuvette.batchcorrection.synthetic.BatchEffect;
import io.cuvette.batchcorrection.synthetic.SplatterLike;
import io.cuvette.data.h5ad.H5adWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The specification's 8.2 and 8.3, null data, and projections against the known truth. Takes long,
 * so it runs by name only ({@link AcceptanceSmokeTest} runs its code on a tiny instance): {@code
 * mvn -Pfull verify -Dit.test=SimulatedMethodsAcceptance -Dcuvette.acceptance.seeds=1,2,3}.
 */
class SimulatedMethodsAcceptance {

    @TempDir Path folder;

    static ObjectNode settings(String... methods) {
        ObjectNode settings =
                new ObjectMapper()
                        .createObjectNode()
                        .put("batchKey", "batch")
                        .put("labelKey", "label")
                        .put("genes", 512);
        settings.putArray("targets").add("label").add("batch");
        for (String method : methods) {
            settings.withArray("methods").add(method);
        }
        return settings;
    }

    /**
     * The steps of the specification's prototypes, and a weight that lets the adversary through.
     */
    private static ObjectNode allMethods() {
        return settings("pca", "harmony", "fe", "re", "medl_plus")
                .put("batchSize", 64)
                .put("reconstructionWeight", 100);
    }

    /** Region and diagnosis are functions of the batch. */
    private static ObjectNode heart() {
        ObjectNode settings = allMethods().put("epochs", 25);
        settings.withArray("targets").add("region").add("diagnosis");
        return settings;
    }

    private AcceptanceTable table(SplatterLike.Simulation simulation) throws Exception {
        return table(simulation, folder);
    }

    static AcceptanceTable table(SplatterLike.Simulation simulation, Path folder) throws Exception {
        Path file = folder.resolve("cells.h5ad");
        H5adWriter.write(file, simulation.data());
        return new AcceptanceTable(file, folder);
    }

    @Test
    void syn20() throws Exception {
        SplatterLike.Simulation simulation = SplatterLike.generate(SplatterLike.Settings.SYN20, 1);
        AcceptanceTable table = table(simulation);
        for (long seed : AcceptanceTable.seeds()) {
            Path model = table.run("", allMethods(), seed);
            new TrueCounterfactuals(simulation, model).addTo(table);
        }
        table.print("syn20");
        double ch = table.median("pca", Metric.BATCH_CALINSKI_HARABASZ);
        SoftAssertions bars = new SoftAssertions();
        bars.assertThat(table.median("fe", Metric.BATCH_CALINSKI_HARABASZ))
                .isLessThanOrEqualTo(.8 * ch);
        bars.assertThat(table.median("fe", "rf.label")).isGreaterThanOrEqualTo(.74);
        bars.assertThat(table.median("re", Metric.BATCH_SILHOUETTE)).isGreaterThanOrEqualTo(.35);
        bars.assertThat(table.median("re", "rf.batch")).isGreaterThanOrEqualTo(.97);
        bars.assertThat(table.median("medl_plus", Metric.BATCH_CALINSKI_HARABASZ))
                .isLessThanOrEqualTo(.5 * ch);
        bars.assertThat(table.median("medl_plus", Metric.KBET)).isGreaterThanOrEqualTo(.55);
        bars.assertThat(table.median("medl_plus", Metric.NMI))
                .isGreaterThanOrEqualTo(table.median("pca", Metric.NMI) + .08);
        bars.assertThat(table.median("medl_plus", "rf.label")).isGreaterThanOrEqualTo(.80);
        bars.assertThat(table.median("harmony", Metric.NMI)).isGreaterThanOrEqualTo(.75);
        bars.assertThat(table.median("medl_plus", "truth"))
                .isGreaterThanOrEqualTo(table.median("mean shift", "truth"));
        bars.assertAll();
    }

    /**
     * The factors' spreads are taken as shares of syn20's .35: as they stand they make batch
     * effects four times as large as those of the specification's table.
     */
    @Test
    void syn147() throws Exception {
        SplatterLike.Settings shares =
                SplatterLike.Settings.SYN147.withBatchEffect(
                        BatchEffect.Hierarchical.HEART.scaledBy(.35));
        AcceptanceTable table = table(SplatterLike.generate(shares, 2));
        for (long seed : AcceptanceTable.seeds()) {
            table.run("", heart(), seed);
        }
        table.print("syn147, factors as shares of .35");
        double ch = table.median("pca", Metric.BATCH_CALINSKI_HARABASZ);
        SoftAssertions bars = new SoftAssertions();
        bars.assertThat(table.median("fe", Metric.BATCH_CALINSKI_HARABASZ))
                .isLessThanOrEqualTo(.85 * ch);
        bars.assertThat(table.median("fe", "rf.batch")).isLessThanOrEqualTo(.14);
        bars.assertThat(table.median("fe", "rf.label")).isGreaterThanOrEqualTo(.84);
        bars.assertThat(table.median("re", Metric.BATCH_SILHOUETTE)).isGreaterThanOrEqualTo(.10);
        bars.assertThat(table.median("re", Metric.BATCH_CALINSKI_HARABASZ))
                .isGreaterThanOrEqualTo(8 * ch);
        bars.assertThat(table.median("re", "rf.batch")).isGreaterThanOrEqualTo(.50);
        bars.assertThat(table.median("medl_plus", Metric.KBET)).isGreaterThanOrEqualTo(.66);
        bars.assertThat(table.median("medl_plus", "rf.batch")).isLessThanOrEqualTo(.12);
        bars.assertThat(table.median("medl_plus", "rf.label")).isGreaterThanOrEqualTo(.89);
        bars.assertThat(table.median("medl_plus", Metric.NMI)).isGreaterThanOrEqualTo(.70);
        bars.assertAll();
    }

    /** The factors' spreads as they are written: batch effects hide the types from PCA. */
    @Test
    void syn147AsWritten() throws Exception {
        AcceptanceTable table = table(SplatterLike.generate(SplatterLike.Settings.SYN147, 2));
        for (long seed : AcceptanceTable.seeds()) {
            table.run("", heart(), seed);
        }
        table.print("syn147, factors as written");
    }

    @Test
    void withoutBatchEffectsNothingIsTakenOut() throws Exception {
        SplatterLike.Settings none =
                SplatterLike.Settings.SYN20.withBatchEffect(new BatchEffect.Independent(0));
        AcceptanceTable table = table(SplatterLike.generate(none, 1));
        for (long seed : AcceptanceTable.seeds()) {
            table.run("", settings("pca", "harmony", "fe", "medl_plus"), seed);
        }
        table.print("null data");
        for (String method : new String[] {"fe", "medl_plus"}) {
            for (Metric metric :
                    new Metric[] {Metric.BATCH_SILHOUETTE, Metric.BATCH_ASW, Metric.ILISI}) {
                assertThat(table.median(method, metric))
                        .as("%s of %s", metric, method)
                        .isBetween(
                                table.median("pca", metric) - .02,
                                table.median("pca", metric) + .02);
            }
        }
    }

    /**
     * Projections of held-out cells against what the simulation would have expected of them in the
     * other batch, and the same of a plain shift by the difference of batch means.
     */
    static final class TrueCounterfactuals {

        private static final int CELLS = 150;

        private final SplatterLike.Simulation simulation;
        private final TrainedModel model;
        private final CellIndex index;
        private final int[] columns;
        private final ScaledCells cells;
        private final int[] chosen;

        TrueCounterfactuals(SplatterLike.Simulation simulation, Path folder) throws Exception {
            this.simulation = simulation;
            this.model = TrainedModel.load(folder);
            try (TrainingCells trained = TrainingCells.read(folder)) {
                this.index = trained.index();
            }
            Preprocessing preprocessing = model.card().preprocessing();
            this.columns =
                    preprocessing.genes().stream()
                            .mapToInt(simulation.data().var().index()::indexOf)
                            .toArray();
            this.cells =
                    new ScaledCells(
                            preprocessing
                                    .apply(simulation.data().x(), simulation.data().var().index())
                                    .scaled(),
                            index.batches());
            int[] test =
                    IntStream.range(0, index.size())
                            .filter(cell -> index.parts()[cell] == 2)
                            .toArray();
            this.chosen = Arrays.copyOf(test, CELLS);
        }

        void addTo(AcceptanceTable table) {
            int[] targets = IntStream.range(0, model.card().batches().size()).toArray();
            for (Method method : new Method[] {Method.MEDL_PLUS, Method.HARMONY, Method.RE}) {
                CounterfactualModel projecting =
                        (CounterfactualModel) model.find(method).orElseThrow();
                double[] sum = new double[1];
                projecting.project(
                        cells.select(chosen),
                        targets,
                        (cell, target, expression) ->
                                sum[0] += correlation(chosen[cell], target, expression));
                table.add(method.key(), "truth", sum[0] / chosen.length / (targets.length - 1));
            }
            table.add(
                    "mean shift",
                    "truth",
                    meanShift(targets) / chosen.length / (targets.length - 1));
            model.close();
        }

        private double meanShift(int[] targets) {
            int[] train =
                    IntStream.range(0, index.size())
                            .filter(cell -> index.parts()[cell] == 0)
                            .toArray();
            BatchMeans means =
                    BatchMeans.of(cells.values(), cells.batches(), train, targets.length);
            int genes = columns.length;
            float[] row = new float[genes];
            double sum = 0;
            for (int cell : chosen) {
                for (int target : targets) {
                    cells.values().copyRow(cell, row, 0);
                    for (int gene = 0; gene < genes; gene++) {
                        row[gene] +=
                                (float)
                                        (means.values()[target * genes + gene]
                                                - means.values()[
                                                        cells.batches()[cell] * genes + gene]);
                    }
                    sum += correlation(cell, target, row);
                }
            }
            return sum;
        }

        /** With ln(1 + rate per 10,000), over the model's genes; 0 for the cell's own batch. */
        private double correlation(int cell, int target, float[] expression) {
            if (cells.batches()[cell] == target) {
                return 0;
            }
            double[] rate = simulation.rate(index.rows()[cell], target);
            double library = Arrays.stream(rate).sum();
            double[] truth =
                    Arrays.stream(columns)
                            .mapToDouble(column -> Math.log1p(1e4 * rate[column] / library))
                            .toArray();
            return pearson(expression, truth);
        }

        private static double pearson(float[] x, double[] y) {
            int n = y.length;
            double meanX = 0;
            double meanY = 0;
            for (int i = 0; i < n; i++) {
                meanX += x[i] / (double) n;
                meanY += y[i] / n;
            }
            double xy = 0;
            double xx = 0;
            double yy = 0;
            for (int i = 0; i < n; i++) {
                xy += (x[i] - meanX) * (y[i] - meanY);
                xx += (x[i] - meanX) * (x[i] - meanX);
                yy += (y[i] - meanY) * (y[i] - meanY);
            }
            return xy / Math.sqrt(xx * yy);
        }
    }
}
