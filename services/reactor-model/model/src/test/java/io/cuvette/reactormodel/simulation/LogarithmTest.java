package io.cuvette.reactormodel.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.training.core.tensor.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogarithmTest {

    @Test
    void isWithinOneUnitInTheLastPlace() {
        RandomStream random = new RandomStream(1);
        for (int i = 0; i < 200_000; i++) {
            double x =
                    i % 2 == 0
                            ? StrictMath.exp(1400 * random.nextDouble() - 700)
                            : 0.5 + random.nextDouble();
            double expected = StrictMath.log(x);
            assertThat(Math.abs(Logarithm.log(x) - expected))
                    .describedAs("log(%s)", x)
                    .isLessThanOrEqualTo(Math.ulp(expected));
        }
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {
                1,
                2,
                0.5,
                0.7071067811865475,
                0.7071067811865476,
                1.414213562373095,
                1.4142135623730951,
                1.0000000000000002,
                0.9999999999999999,
                Double.MIN_NORMAL,
                Double.MIN_VALUE,
                Double.MAX_VALUE,
                Double.POSITIVE_INFINITY,
                0,
                -1,
                Double.NaN
            })
    void isRightAtTheEdges(double x) {
        double expected = StrictMath.log(x);
        if (Double.isFinite(expected)) {
            assertThat(Math.abs(Logarithm.log(x) - expected))
                    .isLessThanOrEqualTo(Math.ulp(expected));
        } else {
            assertThat((Double) Logarithm.log(x)).isEqualTo(Double.valueOf(expected));
        }
    }
}
