package io.cuvette.batchcorrection.effects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.batchcorrection.decomposition.Pca;
import io.cuvette.batchcorrection.method.PcaModel;
import io.cuvette.batchcorrection.method.ScaledCells;
import io.cuvette.batchcorrection.preprocess.SparseCounts;
import io.cuvette.data.anndata.DenseMatrix;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GeneEffectsTest {

    /** Expression that no component explains: D(h) is the mean of each gene, here 0. */
    private static PcaModel constant(int genes) {
        return new PcaModel(new Pca(new double[genes], new double[1][genes], new double[1], 1));
    }

    private static GeneEffects fit(double[][] values, int[] batches, int batchCount) {
        int genes = values[0].length;
        float[] flat = new float[values.length * genes];
        for (int cell = 0; cell < values.length; cell++) {
            for (int gene = 0; gene < genes; gene++) {
                flat[cell * genes + gene] = (float) values[cell][gene];
            }
        }
        ScaledCells cells =
                new ScaledCells(
                        SparseCounts.of(new DenseMatrix(values.length, genes, flat)), batches);
        return GeneEffectsFit.of(
                constant(genes), cells, IntStream.range(0, values.length).toArray(), batchCount);
    }

    @Test
    void varianceComponentsAreThoseOfTheAnalysisOfVariance() {
        // by hand: MSW 1, MSB 13.5, 3 cells a batch: between (13.5 - 1) / 3
        GeneEffects effects =
                fit(new double[][] {{1}, {2}, {3}, {4}, {5}, {6}}, new int[] {0, 0, 0, 1, 1, 1}, 2);

        assertThat(effects.within()[0]).isEqualTo(1f);
        assertThat((double) effects.between()[0]).isCloseTo(12.5 / 3, within(1e-6));
        assertThat(effects.intraclassCorrelation(0)).isCloseTo(12.5 / 15.5, within(1e-6));
        // total variance 35 / 12, of the batch means 9 / 4
        assertThat(effects.shares(0).batch()).isCloseTo(27.0 / 35, within(1e-6));
        assertThat(effects.shares(0).expression()).isZero();
        double shrinkage = 12.5 / 3 / (12.5 / 3 + 1.0 / 3);
        assertThat(effects.posterior(1, 0).mean()).isCloseTo(shrinkage * 1.5, within(1e-5));
        assertThat(effects.posterior(1, 0).deviation())
                // the second term: c is estimated from the same two batches
                .isCloseTo(
                        Math.sqrt(shrinkage / 3 + shrinkage * shrinkage * (12.5 + 1) / 3 / 2),
                        within(1e-6));
    }

    @Test
    void unbalancedBatchesWeighByTheirCells() {
        // n0 = (7 - (25 + 4) / 7) / 1
        GeneEffects effects =
                fit(
                        new double[][] {{0}, {1}, {2}, {1}, {1}, {5}, {7}},
                        new int[] {0, 0, 0, 0, 0, 1, 1},
                        2);
        double n0 = 7 - 29.0 / 7;
        double msw = (1 + 0 + 1 + 0 + 0 + 1 + 1) / 5.0;
        double mean = 17.0 / 7;
        double msb = 5 * (1 - mean) * (1 - mean) + 2 * (6 - mean) * (6 - mean);

        assertThat((double) effects.within()[0]).isCloseTo(msw, within(1e-6));
        assertThat((double) effects.between()[0]).isCloseTo((msb - msw) / n0, within(1e-5));
    }

    @Test
    void intervalsOfThePosteriorCoverTheTrueEffects() {
        int batches = 60;
        int genes = 20;
        SplittableRandom random = new SplittableRandom(3);
        double[][] truth = new double[batches][genes];
        for (double[] row : truth) {
            Arrays.setAll(row, g -> 0.2 * gaussian(random));
        }
        // batches of 2 to 30 cells
        int[] codes =
                IntStream.range(0, batches)
                        .flatMap(k -> IntStream.range(0, 2 + k % 29).map(i -> k))
                        .toArray();
        double[][] values = new double[codes.length][genes];
        for (int cell = 0; cell < codes.length; cell++) {
            for (int gene = 0; gene < genes; gene++) {
                values[cell][gene] = truth[codes[cell]][gene] + 0.3 * gaussian(random);
            }
        }

        GeneEffects effects = fit(values, codes, batches);

        int covered = 0;
        double error = 0;
        double rawError = 0;
        for (int k = 0; k < batches; k++) {
            for (int gene = 0; gene < genes; gene++) {
                GeneEffects.Posterior posterior = effects.posterior(k, gene);
                double difference = posterior.mean() - truth[k][gene];
                covered += Math.abs(difference) <= 1.96 * posterior.deviation() ? 1 : 0;
                error += difference * difference;
                double raw = effects.residual()[k * genes + gene] - truth[k][gene];
                rawError += raw * raw;
            }
        }
        // 1,200 intervals: 95 % within 3 binomial standard errors and the estimated variances' own
        assertThat(covered / (double) (batches * genes)).isBetween(.925, .97);
        assertThat(error).as("shrinkage pays").isLessThan(.95 * rawError);
        for (int gene = 0; gene < genes; gene++) {
            assertThat(Math.sqrt(effects.between()[gene])).isBetween(.12, .30);
            assertThat(Math.sqrt(effects.within()[gene])).isBetween(.27, .33);
        }
    }

    private static double gaussian(RandomGenerator random) {
        return random.nextGaussian();
    }

    @Test
    void withoutBatchEffectsNothingIsReported() {
        SplittableRandom random = new SplittableRandom(8);
        double[][] values = new double[400][50];
        int[] codes = new int[400];
        for (int cell = 0; cell < 400; cell++) {
            codes[cell] = cell % 8;
            Arrays.setAll(values[cell], g -> random.nextGaussian());
        }

        GeneEffects effects = fit(values, codes, 8);

        double meanCorrelation =
                IntStream.range(0, 50)
                        .mapToDouble(effects::intraclassCorrelation)
                        .average()
                        .orElse(1);
        assertThat(meanCorrelation).isLessThan(.012);
    }

    @Test
    void aBatchWithoutCellsHasThePriorAndAGeneWithoutVarianceHasNothing() {
        GeneEffects effects =
                fit(new double[][] {{1, 0}, {2, 0}, {5, 0}, {6, 0}}, new int[] {0, 0, 2, 2}, 3);

        assertThat(effects.posterior(1, 0).mean()).isZero();
        assertThat(effects.posterior(1, 0).deviation())
                .isCloseTo(Math.sqrt(effects.between()[0]), within(1e-9));
        assertThat(effects.intraclassCorrelation(1)).isZero();
        assertThat(effects.shares(1)).isEqualTo(new GeneEffects.Shares(0, 0, 0));
        assertThat(effects.posterior(0, 1)).isEqualTo(new GeneEffects.Posterior(0, 0));
    }
}
