package io.cuvette.batchcorrection.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.batchcorrection.metric.Metric;
import io.cuvette.batchcorrection.synthetic.SplatterLike;
import java.nio.file.Path;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The acceptance tables run by name only, so a tiny instance goes the same way in every test run:
 * what they ask of a job is still there. Nothing is said about the figures' size.
 */
class AcceptanceSmokeTest {

    private static final String[] METHODS = {
        "pca", "harmony", "ae", "fe", "fec", "re", "medl_plus"
    };

    @TempDir Path folder;

    @Test
    void aTinyInstanceGivesEveryFigureOfTheAcceptanceTables() throws Exception {
        SplatterLike.Simulation simulation =
                SplatterLike.generate(new SplatterLike.Settings(800, 250, 4, 3, .35, 0, false), 1);
        AcceptanceTable table = SimulatedMethodsAcceptance.table(simulation, folder);
        long seed = AcceptanceTable.seeds()[0];

        Path model = table.run("", tiny(METHODS), seed);
        new SimulatedMethodsAcceptance.TrueCounterfactuals(simulation, model).addTo(table);
        ObjectNode unclassified = tiny("re");
        unclassified.putObject("randomEffects").put("clusteringWeight", 0);
        table.run("-unclassified", unclassified.put("classifierCells", 0), seed);

        SoftAssertions figures = new SoftAssertions();
        for (String method : METHODS) {
            for (Metric metric :
                    new Metric[] {
                        Metric.BATCH_SILHOUETTE,
                        Metric.BATCH_ASW,
                        Metric.BATCH_CALINSKI_HARABASZ,
                        Metric.KBET,
                        Metric.ILISI,
                        Metric.NMI,
                        Metric.ARI,
                        Metric.GRAPH_CONNECTIVITY,
                        Metric.PCR_COMPARISON
                    }) {
                figures.assertThat(table.median(method, metric))
                        .as("%s of %s", metric, method)
                        .isFinite();
            }
            for (String forest : new String[] {"rf.label", "rf.batch"}) {
                figures.assertThat(table.median(method, forest))
                        .as("%s of %s", forest, method)
                        .isBetween(0.0, 1.0);
            }
            if (!method.equals("harmony")) {
                figures.assertThat(table.median(method, "test.mse"))
                        .as("error of %s", method)
                        .isPositive();
            }
        }
        for (String method : new String[] {"harmony", "re", "medl_plus"}) {
            figures.assertThat(table.median(method, "ratio")).as(method).isPositive();
            for (String share : new String[] {"improved", "kept"}) {
                figures.assertThat(table.median(method, share)).as(method).isBetween(0.0, 1.0);
            }
            for (String correlation : new String[] {"correlation", "truth"}) {
                figures.assertThat(table.median(method, correlation))
                        .as("%s of %s", correlation, method)
                        .isBetween(-1.0, 1.0);
            }
        }
        figures.assertThat(table.median("mean shift", "truth")).isBetween(-1.0, 1.0);
        figures.assertThat(table.median("re-unclassified", Metric.BATCH_SILHOUETTE))
                .isBetween(-1.0, 1.0);
        figures.assertAll();
    }

    @Test
    void jobsOfTheAcceptanceTablesAreAccepted() {
        for (ObjectNode settings :
                new ObjectNode[] {
                    ScMixologyMethodsIT.settings(METHODS),
                    SimulatedMethodsAcceptance.settings(METHODS)
                }) {
            assertThat(BatchCorrectionSettings.parse(settings).findings()).isEmpty();
        }
    }

    /** The acceptance job, made small in everything that has a size. */
    private static ObjectNode tiny(String... methods) {
        return SimulatedMethodsAcceptance.settings(methods)
                .put("genes", 60)
                .put("hidden1", 16)
                .put("hidden2", 12)
                .put("latent", 6)
                .put("components", 6)
                .put("epochs", 1)
                .put("evaluationCells", 300)
                .put("classifierCells", 100);
    }
}
