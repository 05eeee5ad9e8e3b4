package io.cuvette.batchcorrection.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.batchcorrection.SharedData;
import io.cuvette.batchcorrection.classify.ClassifierEvaluation;
import io.cuvette.batchcorrection.classify.ClassifierReport;
import io.cuvette.batchcorrection.classify.ClassifierSettings;
import io.cuvette.batchcorrection.classify.Representation;
import io.cuvette.batchcorrection.classify.Validation;
import io.cuvette.batchcorrection.decomposition.Pca;
import io.cuvette.batchcorrection.embedding.Embedding;
import io.cuvette.batchcorrection.preprocess.CountProfile;
import io.cuvette.batchcorrection.preprocess.Design;
import io.cuvette.batchcorrection.preprocess.DesignCheck;
import io.cuvette.batchcorrection.preprocess.Preprocessing;
import io.cuvette.batchcorrection.preprocess.PreprocessingFit;
import io.cuvette.batchcorrection.preprocess.PreprocessingSettings;
import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.CsrMatrix;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The uncorrected row of the specification's table 8.1: PCA 50 of 1,024 genes, all cells. */
class ScMixologyBaselineTest {

    @Test
    void reproducesTheUncorrectedRow() throws Exception {
        AnnData data = SharedData.scMixology();
        assertThat(data.cells()).isEqualTo(1408);
        assertThat(data.genes()).isEqualTo(11_533);
        CsrMatrix counts = (CsrMatrix) data.x();
        CountProfile profile = CountProfile.of(counts);
        DesignCheck.Result check =
                DesignCheck.of(profile, data.obs(), "batch", Optional.of("cell_line"));
        // each library is of one technology, and two lines are in three of the five only
        assertThat(check.findings())
                .extracting("code")
                .asString()
                .isEqualTo("[COLUMN_NESTED_IN_BATCH, MISSING_PAIRS]");
        Design design = check.design().orElseThrow();

        PreprocessingSettings settings =
                PreprocessingSettings.DEFAULT.withHighlyVariableGenes(1024);
        int[] cells = profile.cellsWithGenes(settings.minGenesPerCell());
        assertThat(cells).hasSize(1408);
        Preprocessing preprocessing =
                PreprocessingFit.fit(
                        counts, profile.librarySizes(), data.var().index(), cells, settings);
        assertThat(preprocessing.genes()).hasSize(1024);
        CsrMatrix scaled = preprocessing.apply(counts, data.var().index()).scaled();
        long start = System.nanoTime();
        Pca pca = Pca.fit(scaled, 50);
        long fitted = System.nanoTime();
        Evaluation table =
                Evaluation.of(
                        Map.of("pca", pca.transform(scaled)),
                        design.batches(),
                        design.labels(),
                        "pca",
                        10_000,
                        1);
        System.out.printf(
                "pca %.2f s, scores %.2f s: %s%n",
                (fitted - start) / 1e9,
                (System.nanoTime() - fitted) / 1e9,
                table.rows().get(0).scores().entrySet().stream()
                        .map(e -> e.getKey().key() + " %.4f".formatted(e.getValue()))
                        .collect(Collectors.joining(", ")));
        Evaluation.Row row = table.rows().get(0);
        assertThat(row.score(Metric.BATCH_SILHOUETTE).orElseThrow()).isCloseTo(.043, within(.005));
        assertThat(row.score(Metric.BATCH_CALINSKI_HARABASZ).orElseThrow())
                .isCloseTo(116, within(6.0));
        assertThat(row.score(Metric.LABEL_SILHOUETTE).orElseThrow()).isCloseTo(.276, within(.01));
        assertThat(row.score(Metric.BATCH_ASW).orElseThrow()).isCloseTo(.895, within(.01));
        assertThat(row.score(Metric.ILISI).orElseThrow()).isCloseTo(.270, within(.01));
        assertThat(row.score(Metric.CLISI).orElseThrow()).isCloseTo(1, within(.001));
        // The table says .779, which no k gives on this embedding: an independent computation with
        // scipy's strongly connected components gives .7428 at k = 14, .7461 at 15, .7825 at 16.
        assertThat(row.score(Metric.GRAPH_CONNECTIVITY).orElseThrow())
                .isCloseTo(.7461, within(.002));
        assertThat(row.score(Metric.KBET).orElseThrow()).isCloseTo(.228, within(.03));
        assertThat(row.score(Metric.NMI).orElseThrow()).isCloseTo(.907, within(.02));
        assertThat(row.score(Metric.ARI).orElseThrow()).isCloseTo(.934, within(.02));
        assertThat(row.score(Metric.PCR_COMPARISON)).hasValue(0);
        classifiesAsTheTable(pca.transform(scaled), design);
    }

    /** Lines .979 and libraries .865 by scikit-learn's forest on one fold of a fifth. */
    private static void classifiesAsTheTable(Embedding latents, Design design) {
        ClassifierReport lines =
                ClassifierEvaluation.of(
                        new Representation(latents, false),
                        design.labels(),
                        design.batches(),
                        Validation.CELL,
                        ClassifierSettings.DEFAULT,
                        1);
        ClassifierReport libraries =
                ClassifierEvaluation.of(
                        new Representation(latents, false),
                        design.batches(),
                        design.batches(),
                        Validation.CELL,
                        ClassifierSettings.DEFAULT,
                        1);
        System.out.printf("lines %s, libraries %s%n", lines.accuracy(), libraries.accuracy());
        assertThat(lines.accuracy().mean()).isCloseTo(.979, within(.012));
        assertThat(libraries.accuracy().mean()).isCloseTo(.865, within(.03));
        assertThat(lines.lookupCeiling()).isLessThan(.5);
        assertThat(libraries.lookupCeiling()).isEqualTo(1);
    }
}
