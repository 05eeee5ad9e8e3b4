package io.cuvette.batchcorrection.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.batchcorrection.decomposition.Pca;
import io.cuvette.batchcorrection.embedding.Embedding;
import io.cuvette.batchcorrection.metric.Centroids;
import io.cuvette.batchcorrection.preprocess.CountProfile;
import io.cuvette.batchcorrection.preprocess.DesignCheck;
import io.cuvette.batchcorrection.preprocess.Grouping;
import io.cuvette.batchcorrection.preprocess.Preprocessing;
import io.cuvette.batchcorrection.preprocess.PreprocessingFit;
import io.cuvette.batchcorrection.preprocess.PreprocessingSettings;
import io.cuvette.batchcorrection.preprocess.UnsuitableDataException;
import io.cuvette.batchcorrection.synthetic.SplatterLike.Settings;
import io.cuvette.batchcorrection.synthetic.SplatterLike.Simulation;
import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.CsrMatrix;
import io.cuvette.data.anndata.DenseMatrix;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SplatterLikeTest {

    @Test
    void syn20HasTheSparsityAndDepthOfRealData() {
        AnnData data = SplatterLike.generate(Settings.SYN20, 1).data();
        assertThat(data.cells()).isEqualTo(3000);
        assertThat(data.genes()).isEqualTo(2500);
        CsrMatrix counts = (CsrMatrix) data.x();
        double stored = counts.storedValues() / (3000.0 * 2500);
        double depth =
                Arrays.stream(CountProfile.of(counts).librarySizes()).average().orElseThrow();
        System.out.printf("syn20: %.3f non-zero, %.0f counts a cell%n", stored, depth);
        assertThat(stored).isBetween(0.25, 0.33);
        assertThat(depth).isBetween(2000.0, 4000.0);
        DesignCheck.Result check =
                DesignCheck.of(CountProfile.of(counts), data.obs(), "batch", Optional.of("label"));
        assertThat(check.stops()).isFalse();
        assertThat(check.design().orElseThrow().batches().names()).hasSize(20);
        assertThat(check.design().orElseThrow().labels().names()).hasSize(8);
    }

    @Test
    void theSeedDecidesEverything() {
        Settings small = new Settings(100, 50, 3, 2, 0.35, 0, false);
        CsrMatrix first = (CsrMatrix) SplatterLike.generate(small, 4).data().x();
        CsrMatrix again = (CsrMatrix) SplatterLike.generate(small, 4).data().x();
        assertThat(again.values()).isEqualTo(first.values());
        assertThat(again.columnIndices()).isEqualTo(first.columnIndices());
        CsrMatrix other = (CsrMatrix) SplatterLike.generate(small, 5).data().x();
        assertThat(other.values()).isNotEqualTo(first.values());
    }

    @Test
    void batchesExplainMoreVarianceTheStrongerTheirEffectAndNoneWithoutOne() throws Exception {
        double none = batchVariance(0);
        double usual = batchVariance(0.35);
        double strong = batchVariance(0.6);
        // three random batches of 600 cells explain about 2 / 600 of anything
        assertThat(none).isLessThan(0.03);
        assertThat(usual).isGreaterThan(3 * none);
        assertThat(strong).isGreaterThan(usual);
    }

    @Test
    void theTruthLayerIsTheTypesExpressionAtTheCellsDepthWithoutBatch() {
        Simulation simulation = SplatterLike.generate(new Settings(80, 200, 4, 3, 0.6, 0, true), 2);
        DenseMatrix truth = (DenseMatrix) simulation.data().layers().get(SplatterLike.TRUTH);
        Grouping types = Grouping.of(simulation.data().obs().column("label").orElseThrow());
        for (int cell = 0; cell < 80; cell++) {
            double[] type = simulation.expression()[types.codes()[cell]];
            double typeSum = Arrays.stream(type).sum();
            double sum = 0;
            for (int gene = 0; gene < 200; gene++) {
                sum += truth.get(cell, gene);
            }
            for (int gene = 0; gene < 200; gene++) {
                assertThat(truth.get(cell, gene) / sum)
                        .isCloseTo(type[gene] / typeSum, within(1e-6));
            }
        }
        assertThat(simulation.batchFactors()).hasDimensions(4, 200);
    }

    @Test
    void missingPairsLeaveEveryBatchAType() {
        AnnData data =
                SplatterLike.generate(new Settings(600, 20, 12, 6, 0.35, 0.5, false), 3).data();
        Grouping batches = Grouping.of(data.obs().column("batch").orElseThrow());
        Grouping types = Grouping.of(data.obs().column("label").orElseThrow());
        boolean[][] present = new boolean[batches.names().size()][types.names().size()];
        for (int cell = 0; cell < 600; cell++) {
            present[batches.codes()[cell]][types.codes()[cell]] = true;
        }
        long absent =
                Arrays.stream(present)
                        .mapToLong(
                                row -> {
                                    long missing = 0;
                                    for (boolean there : row) {
                                        missing += there ? 0 : 1;
                                    }
                                    return missing;
                                })
                        .sum();
        assertThat(absent).isBetween(20L, 55L);
    }

    private static double batchVariance(double sigma) throws UnsuitableDataException {
        AnnData data =
                SplatterLike.generate(new Settings(600, 400, 3, 2, sigma, 0, false), 6).data();
        CsrMatrix counts = (CsrMatrix) data.x();
        CountProfile profile = CountProfile.of(counts);
        int[] cells = profile.cellsWithGenes(10);
        Preprocessing preprocessing =
                PreprocessingFit.fit(
                        counts,
                        profile.librarySizes(),
                        data.var().index(),
                        cells,
                        PreprocessingSettings.DEFAULT.withHighlyVariableGenes(200));
        CsrMatrix scaled = preprocessing.apply(counts, data.var().index()).scaled();
        Embedding scores = Pca.fit(scaled, 20).transform(scaled);
        return Centroids.explainedVariance(
                scores, Grouping.of(data.obs().column("batch").orElseThrow()).codes());
    }
}
