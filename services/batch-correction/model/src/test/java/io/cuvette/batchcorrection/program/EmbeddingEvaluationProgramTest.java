package io.cuvette.batchcorrection.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.batchcorrection.artifact.Classifications;
import io.cuvette.batchcorrection.artifact.EvaluationCard;
import io.cuvette.batchcorrection.artifact.ModelFolder;
import io.cuvette.batchcorrection.classify.Validation;
import io.cuvette.batchcorrection.embedding.Embedding;
import io.cuvette.batchcorrection.metric.Evaluation;
import io.cuvette.batchcorrection.metric.Metric;
import io.cuvette.batchcorrection.metric.Reference;
import io.cuvette.batchcorrection.metric.RepeatedEvaluation;
import io.cuvette.batchcorrection.preprocess.Grouping;
import io.cuvette.batchcorrection.statistics.Interval;
import io.cuvette.data.DatasetDescription;
import io.cuvette.data.DatasetReader;
import io.cuvette.data.Orientation;
import io.cuvette.data.ReadLimits;
import io.cuvette.data.ReadOptions;
import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.data.anndata.Frame;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.data.h5ad.H5adWriter;
import io.cuvette.training.core.program.JobCheck;
import io.cuvette.training.core.program.TrainingFailedException;
import io.cuvette.training.core.program.TrainingPrograms;
import io.cuvette.training.core.program.TrainingStoppedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingEvaluationProgramTest {

    private static final int CELLS = 150;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir static Path folder;

    private static Path counted;
    private static Path logged;
    private static Path scored;

    @BeforeAll
    static void scoreOnce() throws Exception {
        counted = write("counts.h5ad", false, Map.of());
        logged = write("logged.h5ad", true, Map.of());
        scored = score("once", counted, settings());
    }

    /** Cells by their type and by their batch, and one key that lacks a value. */
    private static Path write(String name, boolean isLogged, Map<String, Column> columns)
            throws Exception {
        Path plain = folder.resolve("plain-" + name);
        if (isLogged) {
            SimulatedCounts.writeLogged(plain, CELLS, 60, 3, 3, 3);
        } else {
            SimulatedCounts.write(plain, CELLS, 60, 3, 3, 3);
        }
        AnnData data = DatasetReader.read(plain, ReadOptions.in(folder));
        Map<String, DenseMatrix> obsm = new LinkedHashMap<>();
        obsm.put("X_types", embedding(data.obs().column("label").orElseThrow()));
        obsm.put("X_batches", embedding(data.obs().column("batch").orElseThrow()));
        float[] holes = obsm.get("X_types").values().clone();
        holes[17] = Float.NaN;
        obsm.put("X_holes", new DenseMatrix(CELLS, 4, holes));
        obsm.put("X_wide", new DenseMatrix(CELLS, 1_001, new float[CELLS * 1_001]));
        Frame obs = data.obs();
        for (Map.Entry<String, Column> column : columns.entrySet()) {
            obs = obs.with(column.getKey(), column.getValue());
        }
        Path file = folder.resolve(name);
        H5adWriter.write(file, new AnnData(data.x(), obs, data.var(), Map.of(), obsm));
        return file;
    }

    /** Four dimensions of noise, three of which point at the cell's group. */
    private static DenseMatrix embedding(Column groups) {
        SplittableRandom random = new SplittableRandom(9);
        float[] values = new float[groups.size() * 4];
        for (int cell = 0; cell < groups.size(); cell++) {
            String group = groups.text(cell);
            for (int d = 0; d < 4; d++) {
                boolean own = d == group.charAt(group.length() - 1) - '0';
                values[cell * 4 + d] = (float) (random.nextDouble() + (own ? 3 : 0));
            }
        }
        return new DenseMatrix(groups.size(), 4, values);
    }

    private static ObjectNode settings() {
        ObjectNode settings =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("batchKey", "batch")
                        .put("labelKey", "label")
                        .put("genes", 40)
                        .put("components", 8);
        settings.putArray("embeddings").add("X_types").add("X_batches");
        settings.putArray("usesBatch").add("X_batches");
        return settings;
    }

    private static TestContext context(String name, Path dataset, ObjectNode settings)
            throws Exception {
        return new TestContext(dataset, folder.resolve(name), settings, 5, () -> false);
    }

    private static Path score(String name, Path dataset, ObjectNode settings) throws Exception {
        TestContext context = context(name, dataset, settings);
        new EmbeddingEvaluationProgram().run(context);
        assertThat(context.fraction).isEqualTo(1);
        return context.output();
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
        assertThat(table.cells()).isEqualTo(CELLS);
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
        assertThat(card.cells()).isEqualTo(CELLS);
        assertThat(card.design().batchCount()).isEqualTo(3);
    }

    @Test
    void everyRowHasIntervalsOverThreeDrawsUnlessOtherwiseAsked() throws Exception {
        RepeatedEvaluation intervals = ModelFolder.readIntervals(scored).orElseThrow();

        assertThat(intervals.draws()).isEqualTo(3);
        assertThat(intervals.scoredCells()).isEqualTo(CELLS * 4 / 5);
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
        Path output = score("single", counted, settings().put("draws", 0));

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
        Path again = score("again", counted, settings());

        for (String file :
                List.of("model.json", "evaluation.json", "intervals.json", "classification.json")) {
            assertThat(again.resolve(file)).as(file).hasSameBinaryContentAs(scored.resolve(file));
        }
    }

    @Test
    void aBaselineStandsForUncorrectedDataAndNoCountsAreRead() throws Exception {
        ObjectNode settings = settings().put("baseline", "X_batches").put("draws", 0);
        settings.remove(List.of("genes", "components", "usesBatch"));
        settings.putArray("embeddings").add("X_types");

        JobCheck check = new EmbeddingEvaluationProgram().check(describe(logged), settings);
        Path output = score("baseline", logged, settings);

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
    void loggedValuesNeedABaseline() throws Exception {
        TrainingFailedException failure = failure("logged", logged, settings());

        assertThat(failure.findings()).extracting(Finding::code).contains(FindingCode.LOOKS_LOGGED);
    }

    @Test
    void withoutLabelsBatchMetricsAreThere() throws Exception {
        ObjectNode settings = settings().put("draws", 0);
        settings.remove("labelKey");

        Path output = score("unlabelled", counted, settings);

        Evaluation table = ModelFolder.readEvaluation(output);
        assertThat(table.labelledCells()).isZero();
        assertThat(row(table, "obsm/X_types").score(Metric.ILISI)).isPresent();
        assertThat(row(table, "obsm/X_types").score(Metric.LABEL_ASW)).isEmpty();
        assertThat(Classifications.read(output).entries()).isEmpty();
    }

    @Test
    void aTargetOfTooManyClassesIsNotPredictedAndSaysSo() throws Exception {
        int cells = Classification.MOST_CLASSES + 1;
        int[] codes = IntStream.range(0, cells).toArray();
        List<String> names = IntStream.range(0, cells).mapToObj(i -> "class" + i).toList();
        Grouping batches =
                new Grouping(List.of("a", "b"), IntStream.of(codes).map(i -> i % 2).toArray());
        Classification classification =
                new Classification(
                        context("classes", counted, settings()),
                        codes,
                        cells,
                        batches,
                        Map.of("barcode", new Grouping(names, codes)));

        classification.judge(
                "pca", new Embedding(cells, 1, new double[cells]), false, Optional.empty());

        assertThat(classification.result().entries()).hasSize(2);
        assertThat(classification.result().entries())
                .allSatisfy(
                        entry -> {
                            assertThat(entry.report()).isEmpty();
                            assertThat(entry.reason().orElseThrow()).contains("201 classes");
                        });
    }

    private static DatasetDescription describe(Path file) throws Exception {
        return DatasetReader.describe(file, ReadOptions.in(folder));
    }

    private static TrainingFailedException failure(String name, Path data, ObjectNode settings)
            throws Exception {
        TestContext context = context(name, data, settings);
        TrainingFailedException failure =
                catchThrowableOfType(
                        TrainingFailedException.class,
                        () -> new EmbeddingEvaluationProgram().run(context));
        assertThat(failure).isNotNull();
        assertThat(context.output().resolve("model.json")).doesNotExist();
        return failure;
    }

    @ParameterizedTest
    @CsvSource({"embeddings, X_none", "baseline, X_none"})
    void aKeyThatIsNotThereIsNamedBesideThoseThatAre(String field, String key) throws Exception {
        ObjectNode settings = settings();
        settings.remove(List.of("usesBatch", "genes", "components"));
        if (field.equals("embeddings")) {
            settings.putArray("embeddings").add(key);
        } else {
            settings.put("baseline", key);
        }

        JobCheck check = new EmbeddingEvaluationProgram().check(describe(counted), settings);

        assertThat(check.accepted()).isFalse();
        assertThat(check.findings())
                .filteredOn(Finding::stops)
                .singleElement()
                .satisfies(
                        finding -> {
                            assertThat(finding.field()).isEqualTo(field);
                            assertThat(finding.code()).isEqualTo(FindingCode.INVALID_SETTING);
                            assertThat(finding.message())
                                    .contains("obsm/X_none", "X_batches", "X_holes", "X_types");
                        });
        // a job that is not checked finds out, too
        Finding found = failure("none-" + field, counted, settings).findings().get(0);
        assertThat(found.field()).isEqualTo(field);
        assertThat(found.message()).contains("X_none", "X_types");
    }

    @Test
    void memoryDoesNotGrowWithTheNumberOfEmbeddings() throws Exception {
        ObjectNode one = settings();
        one.remove("usesBatch");
        one.putArray("embeddings").add("X_types");

        JobCheck.Estimate ofOne =
                new EmbeddingEvaluationProgram().check(describe(counted), one).estimate();
        JobCheck.Estimate ofTwo =
                new EmbeddingEvaluationProgram().check(describe(counted), settings()).estimate();

        assertThat(ofTwo.heapBytes()).isEqualTo(ofOne.heapBytes());
        assertThat(ofTwo.seconds()).isGreaterThan(ofOne.seconds());
    }

    @Test
    void onlyH5adHoldsEmbeddings() throws Exception {
        Path table = folder.resolve("table.csv");
        StringBuilder text = new StringBuilder("cell,g1,g2\n");
        for (int cell = 0; cell < 60; cell++) {
            text.append("c%d,%d,%d%n".formatted(cell, cell % 3, cell % 5));
        }
        Files.writeString(table, text);
        DatasetDescription described =
                DatasetReader.describe(
                        table,
                        new ReadOptions(Orientation.CELLS_BY_GENES, folder, ReadLimits.DEFAULT));

        assertThat(
                        new EmbeddingEvaluationProgram()
                                .check(described, settings()).findings().stream()
                                        .filter(finding -> finding.field().equals("datasetId")))
                .extracting(Finding::code)
                .containsExactly(FindingCode.UNKNOWN_FORMAT);
        assertThat(failure("table", table, settings())).hasMessageContaining(".h5ad");
    }

    @ParameterizedTest
    @CsvSource({
        "X_holes, NON_FINITE_VALUES, NaN",
        "X_wide, TOO_LARGE, 1001 dimensions",
    })
    void embeddingsThatCannotBeScoredAreNamed(String key, FindingCode code, String words)
            throws Exception {
        ObjectNode settings = settings().put("draws", 0);
        settings.remove("usesBatch");
        settings.putArray("embeddings").add(key);

        TrainingFailedException failure = failure(key, counted, settings);

        assertThat(failure).hasMessageContaining("obsm/" + key).hasMessageContaining(words);
        assertThat(failure.findings())
                .singleElement()
                .extracting(Finding::code, Finding::field)
                .containsExactly(code, "embeddings");
    }

    @Test
    void aBaselineWithHolesIsNamedAsSuch() throws Exception {
        ObjectNode settings = settings().put("baseline", "X_holes");
        settings.remove(List.of("genes", "components"));

        assertThat(failure("holes", counted, settings).findings())
                .extracting(Finding::field)
                .containsExactly("baseline");
    }

    @Test
    void batchColumnsThatCannotBeUsedAreRefusedBeforeAndWithin() throws Exception {
        String[] holes = new String[CELLS];
        BitSet missing = new BitSet();
        for (int cell = 0; cell < CELLS; cell++) {
            holes[cell] = cell == 3 ? "" : "b" + cell % 2;
        }
        missing.set(3);
        String[] one = new String[CELLS];
        Arrays.fill(one, "one");
        Path odd =
                write(
                        "odd.h5ad",
                        false,
                        Map.of(
                                "holes",
                                new Column.Strings(holes, missing),
                                "one",
                                new Column.Strings(one, new BitSet())));
        for (boolean baseline : new boolean[] {false, true}) {
            refused(odd, "holes", FindingCode.BATCH_NAN, baseline);
            refused(odd, "one", FindingCode.BATCH_SINGLE, baseline);
            refused(odd, "donor", FindingCode.BATCH_MISSING, baseline);
        }
    }

    private static void refused(Path data, String batch, FindingCode code, boolean baseline)
            throws Exception {
        ObjectNode settings = settings().put("batchKey", batch);
        settings.remove("usesBatch");
        settings.putArray("embeddings").add("X_types");
        if (baseline) {
            settings.put("baseline", "X_batches");
            settings.remove(List.of("genes", "components"));
        }
        JobCheck check = new EmbeddingEvaluationProgram().check(describe(data), settings);
        assertThat(check.findings())
                .filteredOn(Finding::stops)
                .extracting(Finding::code)
                .containsExactly(code);
        assertThat(failure(batch + baseline, data, settings).findings())
                .filteredOn(Finding::stops)
                .extracting(Finding::code)
                .containsExactly(code);
    }

    @Test
    void labelAndTargetColumnsThatAreNotThereAreNamed() throws Exception {
        ObjectNode settings = settings().put("labelKey", "celltype");
        settings.putArray("targets").add("diagnosis");

        assertThat(new EmbeddingEvaluationProgram().check(describe(counted), settings).findings())
                .filteredOn(Finding::stops)
                .extracting(Finding::field)
                .containsExactly("labelKey", "targets");

        settings.remove(List.of("genes", "components", "usesBatch"));
        settings.put("baseline", "X_batches").put("labelKey", "label");
        settings.putArray("embeddings").add("X_types");
        assertThat(failure("targets", counted, settings).findings())
                .extracting(Finding::field)
                .containsExactly("targets");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "embeddings | []                   | embeddings",
                "embeddings | null                 | embeddings",
                "embeddings | 'X_types'            | embeddings",
                "embeddings | ['X_types','X_types'] | embeddings",
                "embeddings | [7]                  | embeddings",
                "usesBatch  | ['X_holes']          | usesBatch",
                "usesBatch  | true                 | usesBatch",
                "baseline   | 'X_types'            | baseline",
                "baseline   | 5                    | baseline",
                "draws      | 1                    | draws",
                "draws      | 21                   | draws",
                "draws      | -1                   | draws",
                "draws      | 2.5                  | draws",
                "methods    | ['fe']               | methods",
                "epochs     | 5                    | epochs",
                "evaluationCells | 3               | evaluationCells",
                "components | 1                    | components",
                "targets    | 'label'              | targets",
                "batchKey   | null                 | batchKey",
                "colour     | 'red'                | colour",
                "harmony    | {'theta':-1}         | harmony.theta"
            })
    void aSettingThatIsWrongIsNamed(String key, String json, String field) throws Exception {
        ObjectNode settings = settings();
        settings.set(key, JSON.readTree(json.replace('\'', '"')));

        List<Finding> findings = EvaluationSettings.parse(settings).findings();

        assertThat(findings).extracting(Finding::field).contains(field);
        assertThat(findings).allMatch(Finding::stops);
        assertThat(failure("bad", counted, settings).findings()).isEqualTo(findings);
    }

    @ParameterizedTest
    @ValueSource(strings = {"layer", "genes", "components", "targetSum"})
    void withABaselineSettingsOfCountsAreRefused(String key) {
        ObjectNode settings = settings().put("baseline", "X_pca");
        settings.remove(List.of("genes", "components"));
        if (key.equals("layer")) {
            settings.put(key, "counts");
        } else {
            settings.put(key, 100);
        }

        assertThat(EvaluationSettings.parse(settings).findings())
                .extracting(Finding::field)
                .containsExactly(key);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 6, 10})
    void stopsWhenAsked(int asked) throws Exception {
        AtomicInteger questions = new AtomicInteger();
        TestContext context =
                new TestContext(
                        counted,
                        folder.resolve("stopped" + asked),
                        settings(),
                        5,
                        () -> questions.getAndIncrement() >= asked);

        assertThatThrownBy(() -> new EmbeddingEvaluationProgram().run(context))
                .isInstanceOf(TrainingStoppedException.class);
        assertThat(questions).hasValue(asked + 1);
        assertThat(context.output()).isEmptyDirectory();
    }
}
