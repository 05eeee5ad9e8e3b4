package io.cuvette.batchcorrection.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.batchcorrection.artifact.CellIndex;
import io.cuvette.batchcorrection.artifact.Classifications;
import io.cuvette.batchcorrection.artifact.ModelFolder;
import io.cuvette.batchcorrection.artifact.TrainedModel;
import io.cuvette.batchcorrection.artifact.TrainingCells;
import io.cuvette.batchcorrection.classify.Validation;
import io.cuvette.batchcorrection.method.Concatenation;
import io.cuvette.batchcorrection.method.CorrectionModel;
import io.cuvette.batchcorrection.method.CounterfactualModel;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.method.ScaledCells;
import io.cuvette.batchcorrection.metric.Evaluation;
import io.cuvette.batchcorrection.metric.Metric;
import io.cuvette.batchcorrection.preprocess.DesignAudit;
import io.cuvette.data.DatasetReader;
import io.cuvette.data.ReadOptions;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.training.core.program.JobInputs;
import io.cuvette.training.core.program.TrainingFailedException;
import io.cuvette.training.core.program.TrainingPrograms;
import io.cuvette.training.core.program.TrainingStoppedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchCorrectionProgramTest {

    private static final String[] KEYS =
            Arrays.stream(Method.values()).map(Method::key).toArray(String[]::new);

    @TempDir static Path folder;

    private static Path dataset;
    private static Path trained;

    @BeforeAll
    static void trainOnce() throws Exception {
        dataset = SimulatedCounts.write(folder.resolve("cells.h5ad"), 240, 120, 3, 3, 17);
        trained = train("whole", settings());
    }

    private static ObjectNode settings() {
        ObjectNode settings = JsonNodeFactory.instance.objectNode();
        for (Method method : Method.values()) {
            settings.withArray("methods").add(method.key());
        }
        return settings.put("batchKey", "batch")
                .put("labelKey", "label")
                .put("genes", 60)
                .put("hidden1", 32)
                .put("hidden2", 16)
                .put("latent", 8)
                .put("components", 8)
                .put("epochs", 6)
                .put("batchSize", 32);
    }

    private static Path train(String name, ObjectNode settings) throws Exception {
        TestContext context =
                new TestContext(dataset, folder.resolve(name), settings, 5, () -> false);
        new BatchCorrectionProgram().run(context);
        assertThat(context.fraction).isEqualTo(1);
        return context.output();
    }

    @Test
    void isFoundByItsFamily() {
        assertThat(TrainingPrograms.load().find("batch-correction"))
                .get()
                .isInstanceOf(BatchCorrectionProgram.class);
    }

    @Test
    void leavesAModelThatAnswers() throws Exception {
        try (TrainedModel model = TrainedModel.load(trained);
                TrainingCells cells = TrainingCells.read(trained)) {
            assertThat(model.card().methods()).containsExactly(KEYS);
            assertThat(model.card().batches()).containsExactly("batch0", "batch1", "batch2");
            assertThat(model.card().preprocessing().genes()).hasSizeGreaterThanOrEqualTo(60);
            assertThat(cells.index().size()).isEqualTo(model.card().cells());
            for (Method method : Method.values()) {
                CorrectionModel correction = model.find(method).orElseThrow();
                DenseMatrix again = correction.encode(scaled(model));
                float[] stored =
                        cells.embedding(method)
                                .orElseThrow()
                                .block(0, cells.index().size())
                                .values();
                if (method == Method.HARMONY) {
                    // its fit moved clusters while it assigned these cells; new cells find them at
                    // rest
                    assertThat(correlation(again.values(), stored)).isGreaterThan(.99);
                } else {
                    // stored embeddings and answers of the loaded model are the same bits
                    assertThat(again.values()).containsExactly(stored);
                }
                assertThat(cells.layout(method)).isPresent();
                assertThat(correction.correct(scaled(model)).columns())
                        .isEqualTo(model.card().preprocessing().genes().size());
            }
        }
    }

    private static double correlation(float[] x, float[] y) {
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (int i = 0; i < x.length; i++) {
            xy += x[i] * y[i];
            xx += x[i] * x[i];
            yy += y[i] * y[i];
        }
        return xy / Math.sqrt(xx * yy);
    }

    @Test
    void theCardHoldsTheAuditOfTheDesign() throws Exception {
        try (TrainedModel model = TrainedModel.load(trained)) {
            DesignAudit design = model.card().design().orElseThrow();
            assertThat(design.batches())
                    .extracting(DesignAudit.Batch::name)
                    .containsExactly("batch0", "batch1", "batch2");
            assertThat(design.cells()).isEqualTo(240);
            assertThat(design.usable()).isTrue();
            assertThat(model.card().warnings()).containsAll(design.findings());
        }
    }

    @Test
    void answerOfACellDoesNotDependOnItsNeighbours() throws Exception {
        try (TrainedModel model = TrainedModel.load(trained)) {
            ScaledCells all = scaled(model);
            for (Method method : Method.values()) {
                CorrectionModel correction = model.find(method).orElseThrow();
                DenseMatrix together = correction.encode(all);
                for (int cell : new int[] {0, 7, 129, 200}) {
                    DenseMatrix alone = correction.encode(all.select(new int[] {cell}));
                    assertThat(alone.values())
                            .as("%s, cell %d", method, cell)
                            .containsExactly(together.selectRows(new int[] {cell}).values());
                }
            }
        }
    }

    private static ScaledCells scaled(TrainedModel model) throws Exception {
        var data = DatasetReader.read(dataset, ReadOptions.in(folder));
        return new ScaledCells(
                model.card().preprocessing().apply(data.x(), data.var().index()).scaled(),
                index().batches());
    }

    private static CellIndex index() throws IOException {
        try (TrainingCells cells = TrainingCells.read(trained)) {
            return cells.index();
        }
    }

    @Test
    void ownBatchIsTheReconstructionToTheBitAndAnotherBatchIsNot() throws Exception {
        try (TrainedModel model = TrainedModel.load(trained)) {
            ScaledCells some = scaled(model).select(new int[] {3, 17, 150, 150, 201});
            int[] targets = {2, 0, 1};
            for (Method method : Method.values()) {
                if (model.find(method).orElseThrow() instanceof CounterfactualModel projecting) {
                    DenseMatrix own = projecting.reconstruct(some);
                    List<String> order = new ArrayList<>();
                    projecting.project(
                            some,
                            targets,
                            (cell, target, expression) -> {
                                order.add(cell + "/" + target);
                                float[] reconstruction = own.selectRows(new int[] {cell}).values();
                                if (targets[target] == some.batches()[cell]) {
                                    assertThat(expression).containsExactly(reconstruction);
                                } else {
                                    assertThat(expression).isNotEqualTo(reconstruction);
                                }
                            });
                    assertThat(order).hasSize(15).startsWith("0/0", "0/1", "0/2", "1/0");
                }
            }
        }
    }

    @Test
    void projectionsSayHowFarTheyCanBeTrusted() throws Exception {
        try (TrainedModel model = TrainedModel.load(trained)) {
            assertThat(model.card().validity().keySet())
                    .containsExactlyInAnyOrder("harmony", "re", "medl_plus");
            assertThat(model.card().validity().get("medl_plus").pairs()).isPositive();
            assertThat(model.card().validity().get("medl_plus").ratio()).isBetween(0.05, 1.0);
        }
    }

    @Test
    void cellsOfAnUnknownBatchAreRefusedNowhereAndOfAWrongCodeEverywhere() throws Exception {
        try (TrainedModel model = TrainedModel.load(trained)) {
            ScaledCells cells = scaled(model).select(new int[] {0, 1});
            ScaledCells unknown = ScaledCells.ofPopulation(cells.values());
            ScaledCells wrong = new ScaledCells(cells.values(), new int[] {0, 3});
            for (Method method : Method.values()) {
                CorrectionModel correction = model.find(method).orElseThrow();
                assertThat(correction.encode(unknown).rows()).isEqualTo(2);
                if (method.needsBatch()) {
                    assertThat(correction.encode(unknown).values())
                            .isNotEqualTo(correction.encode(cells).values());
                    assertThatThrownBy(() -> correction.encode(wrong))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining("batch 3 is none of 3");
                } else {
                    assertThat(correction.encode(unknown).values())
                            .containsExactly(correction.encode(cells).values());
                }
            }
        }
    }

    @Test
    void whatFecWasTrainedToTellIsNotJudgedOnLeftOutBatches() throws Exception {
        List<Classifications.Entry> entries = Classifications.read(trained).entries();

        assertThat(entries).hasSize(2 * (KEYS.length + 1));
        for (Classifications.Entry entry : entries) {
            boolean needsBatch = List.of("harmony", "re", "fe+re").contains(entry.representation());
            boolean learned = entry.representation().equals("fec");
            assertThat(entry.report().isPresent())
                    .as(entry.toString())
                    .isEqualTo(entry.validation() == Validation.CELL || !(needsBatch || learned));
            assertThat(entry.reason().isPresent()).isEqualTo(entry.report().isEmpty());
        }
    }

    @Test
    void fecOnOneLabelEndsTheJobWithTheReason() throws Exception {
        Path one = SimulatedCounts.write(folder.resolve("one.h5ad"), 240, 120, 3, 1, 17);
        TestContext context =
                new TestContext(one, folder.resolve("one"), settings(), 5, () -> false);

        assertThatThrownBy(() -> new BatchCorrectionProgram().run(context))
                .isInstanceOf(TrainingFailedException.class)
                .hasMessageContaining("fewer than two");
    }

    @Test
    void reconstructionIsComparedWithTheMeanOfEachGene() throws Exception {
        try (TrainedModel model = TrainedModel.load(trained)) {
            assertThat(model.card().training().get("pca").get("test.r2")).isBetween(0.0, 1.0);
            assertThat(model.card().training().get("medl_plus")).containsKey("test.r2");
        }
    }

    @Test
    void costlyMetricsAreColumnsOnRequest() throws Exception {
        ObjectNode settings = settings().put("allMetrics", true).put("classifierCells", 0);
        settings.putArray("methods").add("pca");

        Evaluation evaluation = ModelFolder.readEvaluation(train("columns", settings));

        assertThat(evaluation.rows().get(0).scores()).containsKeys(Metric.SBEE);
        assertThat(ModelFolder.readEvaluation(trained).rows().get(0).scores())
                .doesNotContainKey(Metric.SBEE);
    }

    @Test
    void fecWithoutLabelsIsRefused() throws Exception {
        ObjectNode settings = settings();
        settings.remove("labelKey");

        BatchCorrectionSettings.Parsed parsed = BatchCorrectionSettings.parse(settings);

        assertThat(parsed.findings())
                .singleElement()
                .satisfies(
                        finding -> {
                            assertThat(finding.field()).isEqualTo("methods");
                            assertThat(finding.message()).contains("fec").contains("labelKey");
                        });
    }

    @Test
    void concatenationsNameTrainedMethodsOnce() throws Exception {
        for (String bad :
                List.of("fe", "fe+fe", "fe+dream", "pca+fe+re+ae+fec", "+", "harmonize")) {
            ObjectNode settings = settings();
            settings.putArray("concatenations").add(bad);
            assertThat(BatchCorrectionSettings.parse(settings).findings())
                    .as(bad)
                    .extracting(Finding::field)
                    .containsExactly("concatenations");
        }
        ObjectNode untrained = settings();
        untrained.putArray("methods").add("pca").add("fe");
        untrained.putArray("concatenations").add("fe+re");
        assertThat(BatchCorrectionSettings.parse(untrained).findings()).hasSize(1);

        ObjectNode good = settings();
        good.putArray("concatenations").add("medl_plus+re").add("pca+re");
        assertThat(BatchCorrectionSettings.parse(good).settings().concatenations())
                .extracting(Concatenation::key)
                .containsExactly("medl_plus+re", "pca+re");
    }

    @Test
    void everyMethodIsScoredBesidePca() throws Exception {
        Evaluation evaluation = ModelFolder.readEvaluation(trained);

        assertThat(evaluation.baseline()).isEqualTo("pca");
        assertThat(evaluation.rows().stream().map(Evaluation.Row::method))
                .containsExactly(
                        Stream.concat(Stream.of(KEYS), Stream.of("fe+re")).toArray(String[]::new));
        assertThat(evaluation.rows())
                .allSatisfy(row -> assertThat(row.scores()).hasSizeGreaterThan(12));
    }

    @Test
    void ofManyCellsTheScoredOnesAreLaidOut() throws Exception {
        ObjectNode settings = settings().put("evaluationCells", 100);
        settings.putArray("methods").add("pca").add("medl_plus");

        Path sampled = train("sampled", settings);

        Evaluation evaluation = ModelFolder.readEvaluation(sampled);
        assertThat(evaluation.scoredCells()).isEqualTo(100);
        try (TrainingCells cells = TrainingCells.read(sampled)) {
            int size = cells.index().size();
            DenseMatrix uncorrected = cells.layout(Method.PCA).orElseThrow().block(0, size);
            DenseMatrix corrected = cells.layout(Method.MEDL_PLUS).orElseThrow().block(0, size);
            boolean[] placed = new boolean[size];
            for (int cell = 0; cell < size; cell++) {
                placed[cell] = !Float.isNaN(uncorrected.get(cell, 0));
                assertThat(!Float.isNaN(corrected.get(cell, 1))).isEqualTo(placed[cell]);
            }
            assertThat(IntStream.range(0, size).filter(c -> placed[c])).hasSize(100);
        }
    }

    @Test
    void resumedRunEndsInTheSameBytes() throws Exception {
        Path interrupted = folder.resolve("interrupted");
        for (int stopAfter : new int[] {9, 31}) {
            AtomicInteger questions = new AtomicInteger();
            TestContext stopping =
                    new TestContext(
                            dataset,
                            interrupted,
                            settings(),
                            5,
                            () -> questions.incrementAndGet() > stopAfter);
            assertThatThrownBy(() -> new BatchCorrectionProgram().run(stopping))
                    .isInstanceOf(TrainingStoppedException.class);
        }
        TestContext last = new TestContext(dataset, interrupted, settings(), 5, () -> false);
        new BatchCorrectionProgram().run(last);

        for (String file : List.of(TrainedModel.WEIGHTS, TrainingCells.EMBEDDINGS)) {
            assertThat(Files.mismatch(last.output().resolve(file), trained.resolve(file)))
                    .as(file)
                    .isEqualTo(-1);
        }
    }

    @Test
    void sameSeedGivesTheSameModelAndAnotherSeedAnother() throws Exception {
        Path again = train("again", settings());
        assertThat(
                        Files.mismatch(
                                again.resolve("model.safetensors"),
                                trained.resolve("model.safetensors")))
                .isEqualTo(-1);
        TestContext other =
                new TestContext(dataset, folder.resolve("other"), settings(), 6, () -> false);
        new BatchCorrectionProgram().run(other);
        assertThat(
                        Files.mismatch(
                                other.output().resolve("model.safetensors"),
                                trained.resolve("model.safetensors")))
                .isNotEqualTo(-1);
    }

    @Test
    void checkNamesEveryBadSettingAndColumn() throws Exception {
        var description = DatasetReader.describe(dataset, ReadOptions.in(folder));
        ObjectNode bad =
                settings()
                        .put("batchKey", "donor")
                        .put("epochs", -1)
                        .put("learningRate", "fast")
                        .put("layer", "spliced")
                        .put("colour", "red");

        var check = new BatchCorrectionProgram().check(JobInputs.of(description), bad);

        assertThat(check.accepted()).isFalse();
        assertThat(check.findings().stream().filter(Finding::stops))
                .extracting(Finding::field, Finding::code)
                .contains(
                        org.assertj.core.groups.Tuple.tuple("epochs", FindingCode.INVALID_SETTING),
                        org.assertj.core.groups.Tuple.tuple(
                                "learningRate", FindingCode.INVALID_SETTING),
                        org.assertj.core.groups.Tuple.tuple("layer", FindingCode.INVALID_SETTING),
                        org.assertj.core.groups.Tuple.tuple("colour", FindingCode.INVALID_SETTING),
                        org.assertj.core.groups.Tuple.tuple("batchKey", FindingCode.BATCH_MISSING));
        assertThat(
                        new BatchCorrectionProgram()
                                .check(JobInputs.of(description), settings())
                                .accepted())
                .isTrue();
        assertThat(check.estimate().heapBytes()).isBetween(100L << 20, 2L << 30);
    }

    @Test
    void scaledValuesEndTheJobWithTheReason() throws Exception {
        Path logged =
                SimulatedCounts.writeLogged(folder.resolve("logged.h5ad"), 240, 120, 3, 3, 17);
        TestContext context =
                new TestContext(logged, folder.resolve("logged"), settings(), 5, () -> false);

        Throwable failure = catchThrowable(() -> new BatchCorrectionProgram().run(context));

        assertThat(failure).isInstanceOf(TrainingFailedException.class);
        assertThat(((TrainingFailedException) failure).findings())
                .extracting(Finding::code)
                .contains(FindingCode.LOOKS_LOGGED);
    }

    @Test
    void cellsAreSplitOverAllParts() throws Exception {
        int[] parts = index().parts();
        for (int part = 0; part < 3; part++) {
            int wanted = part;
            assertThat(IntStream.of(parts).filter(p -> p == wanted).count())
                    .isBetween(parts.length / 6L, parts.length * 2L / 3);
        }
    }
}
