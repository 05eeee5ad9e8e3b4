package io.cuvette.bench.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TuningPointsTest {

    @Test
    void radicalInversesMirrorTheDigits() {
        assertThat(TuningPoints.radicalInverse(1, 2)).isEqualTo(0.5);
        assertThat(TuningPoints.radicalInverse(6, 2)).isEqualTo(0.375); // 110 -> .011
        assertThat(TuningPoints.radicalInverse(5, 3)).isEqualTo(2 / 3.0 + 1 / 9.0); // 12 -> .21
    }

    @Test
    void pointsFillEveryAxisEvenly() {
        double[][] points = TuningPoints.halton(64, 4, 3);

        for (int d = 0; d < 4; d++) {
            int[] eighths = new int[8];
            for (double[] point : points) {
                assertThat(point[d]).isBetween(0.0, Math.nextDown(1.0));
                eighths[(int) (8 * point[d])]++;
            }
            assertThat(Arrays.stream(eighths).boxed())
                    .allSatisfy(count -> assertThat(count).isBetween(6, 10));
        }
    }

    @Test
    void studiesShareOneSequence() {
        double[][] dealt = TuningPoints.dealt(3, 5, 4);

        assertThat(dealt).hasDimensions(3, 5);
        double[] all = Arrays.stream(dealt).flatMapToDouble(Arrays::stream).sorted().toArray();
        double[] points =
                Arrays.stream(TuningPoints.halton(15, 1, 4))
                        .mapToDouble(p -> p[0])
                        .sorted()
                        .toArray();
        assertThat(all).containsExactly(points);
        assertThat(TuningPoints.dealt(3, 5, 4)).isDeepEqualTo(dealt);
        assertThat(TuningPoints.dealt(3, 5, 5)[0]).isNotEqualTo(dealt[0]);
    }
}
