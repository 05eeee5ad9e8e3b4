package io.cuvette.batchcorrection.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.data.DatasetDescription;
import io.cuvette.data.DatasetDescription.ColumnKind;
import io.cuvette.data.DatasetDescription.ObsColumn;
import io.cuvette.data.DatasetFormat;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.training.core.program.JobCheck;
import io.cuvette.training.core.program.JobCheck.Estimate;
import io.cuvette.training.core.program.JobInputs;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Estimates know every part of a job, and refuse what no machine could hold. */
class JobEstimateTest {

    private static DatasetDescription dataset(int cells, Map<String, Integer> embeddings) {
        return new DatasetDescription(
                DatasetFormat.H5AD,
                cells,
                5_000,
                500L * cells,
                true,
                true,
                List.of(),
                List.of(column("batch", 20), column("label", 10), column("stage", 8)),
                List.of(),
                List.copyOf(embeddings.keySet()),
                embeddings,
                List.of());
    }

    private static ObsColumn column(String name, int distinct) {
        return new ObsColumn(name, ColumnKind.CATEGORICAL, 0, distinct, List.of());
    }

    private static ObjectNode settings(String... methods) {
        ObjectNode settings =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("batchKey", "batch")
                        .put("labelKey", "label");
        for (String method : methods) {
            settings.withArray("methods").add(method);
        }
        return settings;
    }

    private static JobCheck training(int cells, ObjectNode settings) {
        return new BatchCorrectionProgram().check(JobInputs.of(dataset(cells, Map.of())), settings);
    }

    private static Estimate estimate(ObjectNode settings) {
        JobCheck check = training(20_000, settings);
        assertThat(check.findings()).noneMatch(Finding::stops);
        return check.estimate();
    }

    @ParameterizedTest
    @EnumSource(value = Method.class, names = "PCA", mode = EnumSource.Mode.EXCLUDE)
    void everyMethodCosts(Method method) {
        Estimate without = estimate(settings("pca"));
        Estimate with = estimate(settings("pca", method.key()));

        assertThat(with.seconds()).isGreaterThan(without.seconds() + 10);
        assertThat(with.heapBytes()).isGreaterThan(without.heapBytes());
        if (method.isNetwork()) {
            assertThat(with.nativeBytes()).isGreaterThan(without.nativeBytes());
            assertThat(with.steps()).isGreaterThan(without.steps());
        }
    }

    /** Spec 1.8: 24 MFLOP a cell and epoch with an adversary, 19 without, at 2,916 genes. */
    @Test
    void networksCostWhatTheirProductsDo() {
        double none = estimate(costOnly("pca")).seconds();
        double ae = estimate(costOnly("pca", "ae")).seconds() - none;
        double fe = estimate(costOnly("pca", "fe")).seconds() - none;
        double fec = estimate(costOnly("pca", "fec")).seconds() - none;
        double re = estimate(costOnly("pca", "re")).seconds() - none;

        assertThat(fe / ae).isBetween(1.2, 1.5);
        assertThat(fec).isGreaterThan(fe);
        assertThat(re).isGreaterThan(ae);
        // 200 epochs of 12,000 cells at 19 MFLOP and 15 GFLOP/s
        assertThat(ae).isBetween(2_500.0, 3_500.0);
    }

    private static ObjectNode costOnly(String... methods) {
        return settings(methods)
                .put("genes", 2_916)
                .put("epochs", 200)
                .put("classifierCells", 0)
                .put("evaluationCells", 100);
    }

    /** The value replaces a smaller one, or nothing. */
    @ParameterizedTest
    @CsvSource({
        "genes, 500, 4000, true",
        "components, 10, 150, true",
        "epochs, 10, 100, false",
        "evaluationCells, 1000, 15000, true",
        "classifierCells, 0, 8000, true",
        "draws, 0, 20, true",
        "hidden1, 64, 2048, true"
    })
    void everySizeCosts(String setting, int small, int large, boolean memory) {
        Estimate few = estimate(settings("harmony", "fe").put(setting, small));
        Estimate many = estimate(settings("harmony", "fe").put(setting, large));

        assertThat(many.seconds()).isGreaterThan(few.seconds());
        if (memory) {
            assertThat(many.heapBytes()).isGreaterThan(few.heapBytes());
        }
    }

    @Test
    void furtherRowsAndColumnsCost() {
        Estimate plain = estimate(settings("fe", "re").put("draws", 2));
        ObjectNode twoTargets = settings("fe", "re").put("draws", 2);
        twoTargets.putArray("targets").add("label").add("stage");
        ObjectNode unjoined = settings("fe", "re").put("draws", 2);
        unjoined.putArray("concatenations");
        ObjectNode manyClusters = settings("harmony");
        manyClusters.putObject("harmony").put("clusters", 500);

        assertThat(estimate(twoTargets).seconds()).isGreaterThan(plain.seconds());
        assertThat(estimate(twoTargets).heapBytes()).isGreaterThan(plain.heapBytes());
        assertThat(estimate(unjoined).seconds()).isLessThan(plain.seconds());
        assertThat(estimate(unjoined).heapBytes()).isLessThan(plain.heapBytes());
        assertThat(estimate(settings("fe", "re").put("draws", 2).put("allMetrics", true)).seconds())
                .isGreaterThan(plain.seconds());
        assertThat(estimate(manyClusters).seconds())
                .isGreaterThan(estimate(settings("harmony")).seconds());
        assertThat(estimate(manyClusters).heapBytes())
                .isGreaterThan(estimate(settings("harmony")).heapBytes());
    }

    private static ObjectNode evaluation(String key) {
        ObjectNode settings = settings();
        settings.putArray("embeddings").add(key);
        return settings;
    }

    private static JobCheck evaluated(int dimensions, ObjectNode settings) {
        return new EmbeddingEvaluationProgram()
                .check(
                        JobInputs.of(
                                dataset(
                                        100_000,
                                        Map.of("X_own", dimensions, "X_base", dimensions))),
                        settings);
    }

    /** All cells of the one that is read are held in single precision. */
    @Test
    void theWidthOfAnUploadedEmbeddingCounts() {
        Estimate narrow = evaluated(50, evaluation("X_own")).estimate();
        Estimate wide = evaluated(1_000, evaluation("X_own")).estimate();

        assertThat(wide.heapBytes() - narrow.heapBytes()).isGreaterThan(950L * 4 * 100_000);
        assertThat(wide.seconds()).isGreaterThan(narrow.seconds());
        assertThat(evaluated(1_000, evaluation("X_own")).accepted()).isTrue();
        Estimate farTooWide = evaluated(5_000, evaluation("X_own")).estimate();
        assertThat(farTooWide.heapBytes()).isGreaterThan(5_000L * 4 * 100_000);
    }

    @Test
    void theWidthOfABaselineCountsWithHarmonyOfIt() {
        ObjectNode settings = evaluation("X_own").put("baseline", "X_base");
        Estimate narrow = evaluated(50, settings).estimate();
        Estimate wide = evaluated(200, settings).estimate();

        // as uncorrected and corrected cells, and their directions
        assertThat(wide.heapBytes() - narrow.heapBytes()).isGreaterThan(150L * 28 * 100_000);
        assertThat(evaluated(200, settings).accepted()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"embeddings, 1001, 1001", "baseline, 201, 201"})
    void widthsThatNoJobTakesAreRefusedAtOnce(String field, int dimensions, String named) {
        ObjectNode settings = evaluation("X_own");
        if (field.equals("baseline")) {
            settings.put("baseline", "X_base");
        }

        assertThat(evaluated(dimensions, settings).findings())
                .filteredOn(Finding::stops)
                .singleElement()
                .satisfies(
                        finding -> {
                            assertThat(finding.code()).isEqualTo(FindingCode.TOO_LARGE);
                            assertThat(finding.field()).isEqualTo(field);
                            assertThat(finding.message().replace(",", "")).contains(named);
                        });
    }

    /** Descriptions that were stored before have no dimensions. */
    @Test
    void unknownWidthsAreTakenForTheUsual() {
        DatasetDescription old =
                new DatasetDescription(
                        DatasetFormat.H5AD,
                        1_000,
                        5_000,
                        500_000,
                        true,
                        true,
                        List.of(),
                        List.of(column("batch", 20), column("label", 10)),
                        List.of(),
                        List.of("X_own"),
                        null,
                        List.of());

        JobCheck check =
                new EmbeddingEvaluationProgram().check(JobInputs.of(old), evaluation("X_own"));

        assertThat(check.accepted()).isTrue();
        assertThat(check.estimate().heapBytes()).isGreaterThan(384L << 20);
    }

    /** 2,147,483,639 values are the longest array. */
    @ParameterizedTest
    @CsvSource({
        "2147483, 1000, true",
        "2147484, 1000, false",
        "1073741, 2000, true",
        "1073742, 2000, false"
    })
    void clustersThatHarmonyCannotHoldAreRefused(int cells, int clusters, boolean accepted) {
        ObjectNode settings = settings("harmony");
        settings.putObject("harmony").put("clusters", clusters);

        assertClusters(training(cells, settings), accepted);
        ObjectNode evaluation = evaluation("X_own");
        evaluation.putObject("harmony").put("clusters", clusters);
        assertClusters(
                new EmbeddingEvaluationProgram()
                        .check(JobInputs.of(dataset(cells, Map.of("X_own", 10))), evaluation),
                accepted);
        // who does not ask for Harmony is not held to it
        settings.putArray("methods").add("pca");
        assertThat(training(cells, settings).accepted()).isTrue();
    }

    private static void assertClusters(JobCheck check, boolean accepted) {
        assertThat(check.accepted()).isEqualTo(accepted);
        if (!accepted) {
            assertThat(check.findings())
                    .filteredOn(Finding::stops)
                    .singleElement()
                    .satisfies(
                            finding -> {
                                assertThat(finding.field()).isEqualTo("harmony.clusters");
                                assertThat(finding.code()).isEqualTo(FindingCode.TOO_LARGE);
                                assertThat(finding.message()).contains("clusters", "at most");
                            });
        }
    }

    @Test
    void componentsThatHarmonyCannotHoldAreRefused() {
        ObjectNode settings = settings("harmony").put("components", 200);
        settings.putObject("harmony").put("clusters", 20);

        assertThat(training(10_737_418, settings).accepted()).isTrue();
        assertThat(training(10_737_419, settings).findings())
                .filteredOn(Finding::stops)
                .singleElement()
                .satisfies(
                        finding -> {
                            assertThat(finding.field()).isEqualTo("components");
                            assertThat(finding.message()).contains("at most 199 dimensions");
                        });
    }
}
