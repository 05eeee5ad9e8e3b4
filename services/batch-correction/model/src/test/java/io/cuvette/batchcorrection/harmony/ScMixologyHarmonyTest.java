package io.cuvette.batchcorrection.harmony;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.batchcorrection.SharedData;
import io.cuvette.batchcorrection.decomposition.Pca;
import io.cuvette.batchcorrection.embedding.Embedding;
import io.cuvette.batchcorrection.metric.Evaluation;
import io.cuvette.batchcorrection.metric.Metric;
import io.cuvette.batchcorrection.preprocess.CountProfile;
import io.cuvette.batchcorrection.preprocess.Design;
import io.cuvette.batchcorrection.preprocess.DesignCheck;
import io.cuvette.batchcorrection.preprocess.Preprocessing;
import io.cuvette.batchcorrection.preprocess.PreprocessingFit;
import io.cuvette.batchcorrection.preprocess.PreprocessingSettings;
import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.CsrMatrix;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The row of Harmony in the specification's table 8.1: PCA 50 of 1,024 genes, three seeds. */
class ScMixologyHarmonyTest {

    @Test
    void reachesTheRowOfTheTable() throws Exception {
        AnnData data = SharedData.scMixology();
        CsrMatrix counts = (CsrMatrix) data.x();
        CountProfile profile = CountProfile.of(counts);
        Design design =
                DesignCheck.of(profile, data.obs(), "batch", Optional.of("cell_line"))
                        .design()
                        .orElseThrow();
        PreprocessingSettings settings =
                PreprocessingSettings.DEFAULT.withHighlyVariableGenes(1024);
        int[] cells = profile.cellsWithGenes(settings.minGenesPerCell());
        Preprocessing preprocessing =
                PreprocessingFit.fit(
                        counts, profile.librarySizes(), data.var().index(), cells, settings);
        CsrMatrix scaled = preprocessing.apply(counts, data.var().index()).scaled();
        Embedding pca = Pca.fit(scaled, 50).transform(scaled);

        Map<String, Embedding> methods = new LinkedHashMap<>();
        methods.put("pca", pca);
        for (long seed = 1; seed <= 3; seed++) {
            Harmony fit =
                    Harmony.fit(
                            pca,
                            design.batches().codes(),
                            design.batches().names().size(),
                            HarmonySettings.DEFAULT,
                            seed);
            methods.put("harmony " + seed, fit.corrected());
        }
        Evaluation table =
                Evaluation.of(methods, design.batches(), design.labels(), "pca", 10_000, 1);
        table.rows()
                .forEach(
                        row ->
                                System.out.printf(
                                        "%s: %s%n",
                                        row.method(),
                                        row.scores().entrySet().stream()
                                                .map(
                                                        e ->
                                                                e.getKey().key()
                                                                        + " %.3f"
                                                                                .formatted(
                                                                                        e
                                                                                                .getValue()))
                                                .collect(Collectors.joining(", "))));
        assertThat(median(table, Metric.KBET)).isGreaterThanOrEqualTo(.75);
        assertThat(median(table, Metric.ILISI)).isGreaterThanOrEqualTo(.42);
        assertThat(median(table, Metric.BATCH_CALINSKI_HARABASZ)).isLessThanOrEqualTo(50);
        assertThat(median(table, Metric.ARI)).isGreaterThanOrEqualTo(.90);
    }

    private static double median(Evaluation table, Metric metric) {
        double[] scores =
                table.rows().stream()
                        .filter(row -> row.method().startsWith("harmony"))
                        .mapToDouble(row -> row.score(metric).orElseThrow())
                        .sorted()
                        .toArray();
        System.out.println(metric.key() + " " + Arrays.toString(scores));
        return scores[scores.length / 2];
    }
}
