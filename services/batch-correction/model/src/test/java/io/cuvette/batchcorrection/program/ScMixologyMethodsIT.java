package io.cuvette.batchcorrection.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.batchcorrection.SharedData;
import io.cuvette.batchcorrection.classify.Validation;
import io.cuvette.batchcorrection.metric.Metric;
import io.cuvette.data.h5ad.H5adWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The "must hold" figures of the specification's 8.1 and 8.4 on sc_mixology: 1,024 genes, trained
 * on 60 % of the cells, scored on all. One seed; the specification asks for the median of three:
 * {@code -Dcuvette.acceptance.seeds=1,2,3}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScMixologyMethodsIT {

    /**
     * A single seed is judged less strictly than the median: seeds, and processors with the same
     * seed, differ by more than the specification's bars leave (the model's page has the ranges).
     */
    private static final boolean MEDIAN = AcceptanceTable.seeds().length > 1;

    @TempDir static Path folder;

    private AcceptanceTable table;

    @BeforeAll
    void train() throws Exception {
        Path file = folder.resolve("sc_mixology.h5ad");
        H5adWriter.write(file, SharedData.scMixology());
        table = new AcceptanceTable(file, folder);
        for (long seed : AcceptanceTable.seeds()) {
            table.run("", settings("pca", "harmony", "ae", "fe", "fec", "re", "medl_plus"), seed);
            ObjectNode unclassified = settings("re");
            unclassified.putObject("randomEffects").put("clusteringWeight", 0);
            unclassified.put("classifierCells", 0);
            table.run("-unclassified", unclassified, seed);
        }
        table.print("sc_mixology");
    }

    static ObjectNode settings(String... methods) {
        ObjectNode settings =
                new ObjectMapper()
                        .createObjectNode()
                        .put("batchKey", "batch")
                        .put("labelKey", "cell_line")
                        .put("genes", 1024);
        settings.putArray("targets").add("cell_line").add("batch").add("technology");
        for (String method : methods) {
            settings.withArray("methods").add(method);
        }
        return settings;
    }

    @Test
    void reconstructionsAreAsGoodAsTheSpecificationsOnHeldOutCells() {
        double slack = MEDIAN ? 1 : 1.1;
        assertThat(table.median("pca", "test.mse")).isLessThanOrEqualTo(slack * .0021);
        assertThat(table.median("ae", "test.mse")).isLessThanOrEqualTo(slack * .0026);
        assertThat(table.median("fe", "test.mse")).isLessThanOrEqualTo(slack * .0028);
        assertThat(table.median("re", "test.mse")).isLessThanOrEqualTo(slack * .0042);
    }

    @Test
    void feMixesTheLibrariesBetterThanPcaAndThanTheSameNetworkWithoutAdversary() {
        assertThat(table.median("fe", Metric.KBET))
                .isGreaterThanOrEqualTo(table.median("pca", Metric.KBET) + (MEDIAN ? .05 : .02));
        double slack = MEDIAN ? 1 : 1.3;
        assertThat(table.median("fe", Metric.BATCH_CALINSKI_HARABASZ))
                .isLessThanOrEqualTo(slack * table.median("ae", Metric.BATCH_CALINSKI_HARABASZ));
        assertThat(table.median("fe", Metric.ARI)).isGreaterThanOrEqualTo(.60);
    }

    @Test
    void aForestReadsTheLineFromEveryLatentAndTheLibraryFromThatOfRe() {
        assertThat(table.median("fe", "rf.label")).isGreaterThanOrEqualTo(.96);
        assertThat(table.median("fe", "rf.batch")).isLessThanOrEqualTo(.75);
        assertThat(table.median("re", "rf.batch")).isGreaterThanOrEqualTo(.99);
    }

    @Test
    void whatTheBatchDecidesIsReadFromReAsWellAsFromATableOfTheBatches() {
        // the "+RE" accuracy of the paper's Table 1: what is read is the batch
        String accuracy =
                AcceptanceReport.heldOut(AcceptanceReport.ACCURACY, "technology", Validation.CELL);
        String ceiling =
                AcceptanceReport.heldOut(AcceptanceReport.CEILING, "technology", Validation.CELL);
        for (String representation : new String[] {"re", "fe+re"}) {
            assertThat(table.median(representation, ceiling)).isEqualTo(1);
            assertThat(table.median(representation, accuracy))
                    .as(representation)
                    .isGreaterThanOrEqualTo(.97);
        }
        assertThat(table.median("harmony", accuracy)).isLessThanOrEqualTo(.97);
    }

    @Test
    void harmonyMixesTheLibrariesAndKeepsTheCellLines() {
        assertThat(table.median("harmony", Metric.KBET)).isGreaterThanOrEqualTo(.75);
        assertThat(table.median("harmony", Metric.ILISI)).isGreaterThanOrEqualTo(.42);
        assertThat(table.median("harmony", Metric.BATCH_CALINSKI_HARABASZ)).isLessThanOrEqualTo(50);
        assertThat(table.median("harmony", Metric.ARI)).isGreaterThanOrEqualTo(.90);
    }

    @Test
    void harmonysEffectsMoveHeldOutCellsTowardsTheirTypeToo() {
        assertThat(table.median("harmony", "ratio")).isLessThanOrEqualTo(.60);
        assertThat(table.median("harmony", "correlation")).isGreaterThanOrEqualTo(.80);
    }

    @Test
    void thePapersProjectionLeadsAwayFromTheRealCells() {
        // the negative result that every answer of this method carries
        assertThat(table.median("re", "ratio")).isGreaterThan(10);
        assertThat(table.median("re", "correlation")).isLessThan(.3);
    }

    @Test
    void reKeepsTheLibraryApartWithAndWithoutItsClassifier() {
        assertThat(table.median("re", Metric.BATCH_SILHOUETTE)).isGreaterThanOrEqualTo(.40);
        assertThat(table.median("re", Metric.BATCH_CALINSKI_HARABASZ))
                .isGreaterThanOrEqualTo(10 * table.median("pca", Metric.BATCH_CALINSKI_HARABASZ));
        assertThat(table.median("re-unclassified", Metric.BATCH_SILHOUETTE))
                .isGreaterThanOrEqualTo(.25);
    }

    @Test
    void medlPlusMixesTheLibrariesAndKeepsTheCellLines() {
        assertThat(table.median("medl_plus", Metric.GRAPH_CONNECTIVITY))
                .isGreaterThanOrEqualTo(.90);
        assertThat(table.median("medl_plus", Metric.PCR_COMPARISON))
                .isGreaterThanOrEqualTo(MEDIAN ? .40 : .30);
        assertThat(table.median("medl_plus", Metric.ARI)).isGreaterThanOrEqualTo(.90);
        assertThat(table.median("medl_plus", Metric.KBET)).isGreaterThanOrEqualTo(.30);
    }

    @Test
    void medlPlusMovesHeldOutCellsTowardsTheirTypeInAnotherLibrary() {
        assertThat(table.median("medl_plus", "ratio")).isLessThanOrEqualTo(.75);
        assertThat(table.median("medl_plus", "improved")).isGreaterThanOrEqualTo(.95);
        assertThat(table.median("medl_plus", "kept")).isGreaterThanOrEqualTo(.95);
        assertThat(table.median("medl_plus", "correlation")).isGreaterThanOrEqualTo(.65);
    }
}
