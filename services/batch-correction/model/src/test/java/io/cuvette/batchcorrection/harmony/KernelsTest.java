package io.cuvette.batchcorrection.harmony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class KernelsTest {
    private final SplittableRandom random = new SplittableRandom(3);

    @Test
    void softmaxEqualsThatOfTheLibraryExponential() {
        for (int width = 1; width < 40; width++) {
            float[] cosines = new float[width];
            float[] offsets = new float[width];
            double[] exact = new double[width];
            double sum = 0;
            for (int c = 0; c < width; c++) {
                cosines[c] = (float) random.nextDouble(-1, 1);
                offsets[c] = (float) random.nextDouble(-30, 0);
                exact[c] = Math.exp(20.0 * cosines[c] - 20 + offsets[c]);
                sum += exact[c];
            }
            double logSum = Kernels.softmax(cosines, 20, offsets);
            assertThat(logSum).isCloseTo(Math.log(sum), within(1e-4));
            for (int c = 0; c < width; c++) {
                double expected = exact[c] / sum;
                assertThat((double) cosines[c]).isCloseTo(expected, within(1e-4 * expected));
            }
        }
    }

    @Test
    void softmaxSurvivesWeightsFarApart() {
        float[] cosines = {1, -1, 0.5f};
        double logSum = Kernels.softmax(cosines, 2_000, new float[] {-50, -1e6f, 0});
        assertThat(cosines[0]).isEqualTo(1);
        assertThat(cosines[1]).isBetween(0f, 1e-30f);
        assertThat(logSum).isCloseTo(-50, within(1e-3));
    }

    @Test
    void productEqualsThePlainSum() {
        for (int dimensions = 1; dimensions < 10; dimensions++) {
            float[] z = new float[2 + dimensions];
            float[][] table = new float[dimensions][13];
            for (int j = 0; j < dimensions; j++) {
                z[2 + j] = (float) random.nextGaussian();
                for (int c = 0; c < 13; c++) {
                    table[j][c] = (float) random.nextGaussian();
                }
            }
            float[] out = new float[13];
            Arrays.fill(out, 99);
            Kernels.product(z, 2, table, out);
            for (int c = 0; c < 13; c++) {
                double expected = 0;
                for (int j = 0; j < dimensions; j++) {
                    expected += (double) z[2 + j] * table[j][c];
                }
                assertThat((double) out[c]).isCloseTo(expected, within(1e-5));
            }
        }
    }

    @Test
    void directionsHaveLengthOneAtAnyScale() {
        for (double scale : new double[] {1e-200, 1, 1e200}) {
            float[] out = new float[2];
            Kernels.normalize(new double[] {9, 3 * scale, -4 * scale}, 1, 2, out, 0);
            assertThat(out[0]).isCloseTo(0.6f, within(1e-6f));
            assertThat(out[1]).isCloseTo(-0.8f, within(1e-6f));
        }
        float[] zero = {1, 1};
        Kernels.normalize(new double[2], 0, 2, zero, 0);
        assertThat(zero).containsExactly(0, 0);
    }
}
