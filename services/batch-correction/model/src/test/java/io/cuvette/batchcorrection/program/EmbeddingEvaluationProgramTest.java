package io.cuvette.batchcorrection.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.batchcorrection.artifact.Classifications;
import io.cuvette.batchcorrection.artifact.EvaluationCard;
import io.cuvette.batchcorrection.artifact.ModelFolder;
import io.cuvette.batchcorrection.classify.Validation;
import io.cuvette.batchcorrection.metric.Evaluation;
import io.cuvette.batchcorrection.metric.Metric;
import io.cuvette.batchcorrection.metric.Reference;
import io.cuvette.batchcorrection.metric.RepeatedEvaluation;
import io.cuvette.batchcorrection.statistics.Interval;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.training.core.program.JobCheck;
import io.cuvette.training.core.program.JobInputs;
import io.cuvette.training.core.program.TrainingPrograms;
import io.cuvette.training.core.program.TrainingStoppedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingEvaluationProgramTest {

    @TempDir static Path folder;

    private static EvaluationData data;
    private static Path counted;
    private static Path logged;
    private static Path scored;

    @BeforeAll
    static void scoreOnce() throws Exception {
        data = new EvaluationData(folder);
        counted = data.write("counts.h5ad", false, Map.of());
        logged = data.write("logged.h5ad", true, Map.of());
        scored = data.score("once", counted, EvaluationData.settings());
    }

    private static Evaluation.Row row(Evaluation table, String method) {
        return table.rows().stream()
                .filter(row -> row.method().equals(method))
                .findFirst()
                .orElseThrow();
    }

    private static double score(Evaluation table, String method, Metric metric) {
        return row(table, method).score(metric).orElseThrow();
    }

    @Test
    void isFoundByItsFamily() {
        assertThat(TrainingPrograms.load().find(EmbeddingEvaluationProgram.FAMILY))
                .get()
                .isInstanceOf(EmbeddingEvaluationProgram.class);
    }

    @Test
    void scoresUploadedEmbeddingsBesideTheBaselineAndHarmony() throws Exception {
        Evaluation table = ModelFolder.readEvaluation(scored);

        assertThat(table.rows().stream().map(Evaluation.Row::method))
                .containsExactly("pca", "harmony", "obsm/X_types", "obsm/X_batches");
        assertThat(table.baseline()).isEqualTo("pca");
        assertThat(table.cells()).isEqualTo(EvaluationData.CELLS);
        // each was made of one column alone
        assertThat(score(table, "obsm/X_types", Metric.LABEL_SILHOUETTE)).isGreaterThan(0.5);
        assertThat(score(table, "obsm/X_types", Metric.BATCH_LEAKAGE)).isLessThan(0.5);
        assertThat(score(table, "obsm/X_batches", Metric.BATCH_SILHOUETTE)).isGreaterThan(0.5);
        assertThat(score(table, "obsm/X_batches", Metric.BATCH_LEAKAGE)).isGreaterThan(0.95);
        assertThat(score(table, "obsm/X_batches", Metric.LABEL_SILHOUETTE)).isLessThan(0.1);
        assertThat(table.references().get(Reference.BATCH_CHANCE)).isEqualTo(1 / 3.0);
    }

    @Test
    void theCardTellsWhatWasEvaluated() throws Exception {
        EvaluationCard card = EvaluationCard.read(scored);

        assertThat(card.family()).isEqualTo("batch-correction-evaluation");
        assertThat(card.seed()).isEqualTo(5);
        assertThat(card.batchKey()).isEqualTo("batch");
        assertThat(card.labelKey()).contains("label");
        assertThat(card.embeddings()).containsExactly("X_types", "X_batches");
        assertThat(card.baseline()).isEqualTo("pca");
        assertThat(card.cells()).isEqualTo(EvaluationData.CELLS);
        assertThat(card.design().batchCount()).isEqualTo(3);
    }

    @Test
    void everyRowHasIntervalsOverThreeDrawsUnlessOtherwiseAsked() throws Exception {
        RepeatedEvaluation intervals = ModelFolder.readIntervals(scored).orElseThrow();

        assertThat(intervals.draws()).isEqualTo(3);
        assertThat(intervals.scoredCells()).isEqualTo(EvaluationData.CELLS * 4 / 5);
        assertThat(intervals.rows().stream().map(RepeatedEvaluation.Row::method))
                .containsExactly("pca", "harmony", "obsm/X_types", "obsm/X_batches");
        Interval silhouette = intervals.rows().get(2).scores().get(Metric.LABEL_SILHOUETTE);
        assertThat(silhouette.n()).isEqualTo(3);
        assertThat(silhouette.low()).isLessThan(silhouette.mean());
        assertThat(silhouette.mean())
                .isCloseTo(
                        score(
                                ModelFolder.readEvaluation(scored),
                                "obsm/X_types",
                                Metric.LABEL_SILHOUETTE),
                        within(0.1));
    }

    @Test
    void noDrawsLeaveNoIntervals() throws Exception {
        Path output = data.score("single", counted, EvaluationData.settings().put("draws", 0));

        assertThat(output.resolve(ModelFolder.INTERVALS)).doesNotExist();
        assertThat(ModelFolder.readIntervals(output)).isEmpty();
    }

    @Test
    void anEmbeddingThatNeedsTheBatchIsNotJudgedOnLeftOutBatches() throws Exception {
        List<Classifications.Entry> entries = Classifications.read(scored).entries();

        assertThat(entries).hasSize(4 * Validation.values().length);
        for (Classifications.Entry entry : entries) {
            boolean refused =
                    entry.validation() == Validation.LEAVE_BATCH_OUT
                            && List.of("harmony", "obsm/X_batches")
                                    .contains(entry.representation());
            assertThat(entry.report().isPresent()).as("%s", entry).isEqualTo(!refused);
            assertThat(entry.reason().isPresent()).as("%s", entry).isEqualTo(refused);
            assertThat(entry.target()).isEqualTo("label");
        }
        assertThat(accuracy(entries, "obsm/X_types")).isGreaterThan(0.95);
        assertThat(accuracy(entries, "obsm/X_batches")).isLessThan(0.6);
    }

    private static double accuracy(List<Classifications.Entry> entries, String representation) {
        return entries.stream()
                .filter(e -> e.representation().equals(representation))
                .filter(e -> e.validation() == Validation.CELL)
                .findFirst()
                .orElseThrow()
                .report()
                .orElseThrow()
                .accuracy()
                .mean();
    }

    @Test
    void sameSeedSameResult() throws Exception {
        Path again = data.score("again", counted, EvaluationData.settings());

        for (String file :
                List.of("model.json", "evaluation.json", "intervals.json", "classification.json")) {
            assertThat(again.resolve(file)).as(file).hasSameBinaryContentAs(scored.resolve(file));
        }
    }

    @Test
    void aBaselineStandsForUncorrectedDataAndNoCountsAreRead() throws Exception {
        ObjectNode settings =
                EvaluationData.settings().put("baseline", "X_batches").put("draws", 0);
        settings.remove(List.of("genes", "components", "usesBatch"));
        settings.putArray("embeddings").add("X_types");

        JobCheck check =
                new EmbeddingEvaluationProgram()
                        .check(JobInputs.of(data.describe(logged)), settings);
        Path output = data.score("baseline", logged, settings);

        assertThat(check.accepted()).isTrue();
        assertThat(check.findings())
                .extracting(Finding::code)
                .doesNotContain(FindingCode.LOOKS_LOGGED);
        Evaluation table = ModelFolder.readEvaluation(output);
        assertThat(table.rows().stream().map(Evaluation.Row::method))
                .containsExactly("obsm/X_batches", "harmony", "obsm/X_types");
        assertThat(table.baseline()).isEqualTo("obsm/X_batches");
        assertThat(EvaluationCard.read(output).baseline()).isEqualTo("obsm/X_batches");
        // the baseline is the batch and nothing else, and Harmony takes much of it away
        assertThat(score(table, "obsm/X_batches", Metric.PCR_COMPARISON)).isZero();
        assertThat(score(table, "obsm/X_types", Metric.PCR_COMPARISON)).isGreaterThan(0.9);
        assertThat(score(table, "harmony", Metric.ILISI))
                .isGreaterThan(score(table, "obsm/X_batches", Metric.ILISI));
    }

    @Test
    void withoutLabelsBatchMetricsAreThere() throws Exception {
        ObjectNode settings = EvaluationData.settings().put("draws", 0);
        settings.remove("labelKey");

        Path output = data.score("unlabelled", counted, settings);

        Evaluation table = ModelFolder.readEvaluation(output);
        assertThat(table.labelledCells()).isZero();
        assertThat(row(table, "obsm/X_types").score(Metric.ILISI)).isPresent();
        assertThat(row(table, "obsm/X_types").score(Metric.LABEL_ASW)).isEmpty();
        assertThat(Classifications.read(output).entries()).isEmpty();
    }

    @Test
    void memoryDoesNotGrowWithTheNumberOfEmbeddings() throws Exception {
        ObjectNode one = EvaluationData.settings();
        one.remove("usesBatch");
        one.putArray("embeddings").add("X_types");

        JobCheck.Estimate ofOne =
                new EmbeddingEvaluationProgram()
                        .check(JobInputs.of(data.describe(counted)), one)
                        .estimate();
        JobCheck.Estimate ofTwo =
                new EmbeddingEvaluationProgram()
                        .check(JobInputs.of(data.describe(counted)), EvaluationData.settings())
                        .estimate();

        assertThat(ofTwo.heapBytes()).isEqualTo(ofOne.heapBytes());
        assertThat(ofTwo.seconds()).isGreaterThan(ofOne.seconds());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 6, 10})
    void stopsWhenAsked(int asked) throws Exception {
        AtomicInteger questions = new AtomicInteger();
        TestContext context =
                new TestContext(
                        counted,
                        folder.resolve("stopped" + asked),
                        EvaluationData.settings(),
                        5,
                        () -> questions.getAndIncrement() >= asked);

        assertThatThrownBy(() -> new EmbeddingEvaluationProgram().run(context))
                .isInstanceOf(TrainingStoppedException.class);
        assertThat(questions).hasValue(asked + 1);
        assertThat(context.output()).isEmptyDirectory();
    }
}
