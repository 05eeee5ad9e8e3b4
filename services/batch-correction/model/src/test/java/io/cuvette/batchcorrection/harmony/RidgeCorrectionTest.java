package io.cuvette.batchcorrection.harmony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.LUDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the dense normal equations, solved by Hipparchus. */
class RidgeCorrectionTest {

    @ParameterizedTest
    @CsvSource({"5,1,19,1.0", "7,6,18,0.001", "40,5,17,30.0", "2,3,33,1.0"})
    void equalsTheDenseSolution(int batches, int dimensions, int clusters, double lambda) {
        int cells = 203;
        SplittableRandom random = new SplittableRandom(batches);
        double[] z = new double[cells * dimensions];
        Arrays.setAll(z, i -> 10 * random.nextGaussian() + 5);
        float[] assignments = new float[cells * clusters];
        for (int i = 0; i < assignments.length; i++) {
            assignments[i] = (float) Math.pow(random.nextDouble(), 6);
        }
        int[] codes = new int[cells];
        // the last batch has no cells
        Arrays.setAll(codes, i -> random.nextInt(batches - 1));
        BatchOrder order = BatchOrder.of(codes, batches);

        RidgeCorrection correction = new RidgeCorrection(z, dimensions, clusters, order, lambda);
        correction.fit(assignments);

        for (int c = 0; c < clusters; c++) {
            RealMatrix dense =
                    dense(z, dimensions, assignments, clusters, c, codes, batches, lambda);
            for (int b = 0; b < batches; b++) {
                for (int j = 0; j < dimensions; j++) {
                    // with two batches of which one is empty nothing but the intercept is left
                    double expected = batches == 2 ? 0 : dense.getEntry(b + 1, j);
                    assertThat(correction.effects()[(b * clusters + c) * dimensions + j])
                            .isCloseTo(expected, within(1e-9 * Math.max(1, Math.abs(expected))));
                }
            }
        }
    }

    @Test
    void clusterOfOneBatchOrOfNoneHasExactlyNoEffect() {
        double[] z = {1, 2, 3, 4, 5, 6};
        float[] assignments = {1, 0, 0, 1, 1, 0};
        BatchOrder order = BatchOrder.of(new int[] {0, 1, 0}, 2);
        RidgeCorrection correction = new RidgeCorrection(z, 2, 2, order, 1);
        correction.fit(assignments);
        assertThat(correction.effects()).containsOnly(0.0);
        double[] out = new double[6];
        correction.apply(assignments, out);
        assertThat(out).isEqualTo(z);
    }

    private static RealMatrix dense(
            double[] z,
            int dimensions,
            float[] assignments,
            int clusters,
            int cluster,
            int[] codes,
            int batches,
            double lambda) {
        RealMatrix left = new Array2DRowRealMatrix(batches + 1, batches + 1);
        RealMatrix right = new Array2DRowRealMatrix(batches + 1, dimensions);
        for (int b = 1; b <= batches; b++) {
            left.setEntry(b, b, lambda);
        }
        for (int cell = 0; cell < codes.length; cell++) {
            double weight = assignments[cell * clusters + cluster];
            int[] rows = {0, codes[cell] + 1};
            for (int a : rows) {
                for (int b : rows) {
                    left.addToEntry(a, b, weight);
                }
                for (int j = 0; j < dimensions; j++) {
                    right.addToEntry(a, j, weight * z[cell * dimensions + j]);
                }
            }
        }
        return new LUDecomposition(left).getSolver().solve(right);
    }
}
