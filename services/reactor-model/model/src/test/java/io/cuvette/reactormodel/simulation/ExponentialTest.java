package io.cuvette.reactormodel.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.training.core.tensor.RandomStream;
import org.junit.jupiter.api.Test;

class ExponentialTest {

    @Test
    void isWithinTwoUnitsInTheLastPlace() {
        RandomStream random = new RandomStream(1);
        for (int i = 0; i < 200_000; i++) {
            double x = i % 2 == 0 ? 1400 * random.nextDouble() - 700 : 4 * random.nextDouble() - 2;
            double expected = StrictMath.exp(x);
            assertThat(Math.abs(Exponential.exp(x) - expected))
                    .describedAs("exp(%s)", x)
                    .isLessThanOrEqualTo(2 * Math.ulp(expected));
        }
    }

    @Test
    void isExactWhereItMustBe() {
        assertThat(Exponential.exp(0)).isEqualTo(1);
        assertThat(Exponential.exp(-0.0)).isEqualTo(1);
        for (double x :
                new double[] {
                    700,
                    -700,
                    710,
                    -745,
                    -1e10,
                    Double.POSITIVE_INFINITY,
                    Double.NEGATIVE_INFINITY,
                    Double.NaN
                }) {
            double expected = StrictMath.exp(x);
            assertThat(Exponential.exp(x))
                    .isCloseTo(expected, org.assertj.core.data.Percentage.withPercentage(1e-13));
        }
    }
}
