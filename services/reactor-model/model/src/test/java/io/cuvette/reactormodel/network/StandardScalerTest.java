package io.cuvette.reactormodel.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StandardScalerTest {

    @Test
    void deviationsAreThoseOfThePopulation() {
        StandardScaler scaler = StandardScaler.fit(new double[] {1, 10, 2, 30, 6, 50}, 2);

        assertThat(scaler.mean()).containsExactly(3, 30);
        // squares of -2, -1, 3 and of -20, 0, 20, by 3 and not by 2
        assertThat(scaler.standardDeviation())
                .containsExactly(
                        new double[] {Math.sqrt(14 / 3.0), Math.sqrt(800 / 3.0)}, within(1e-12));
        assertThat(scaler.scale(6, 0)).isCloseTo(3 / Math.sqrt(14 / 3.0), within(1e-12));
        assertThat(scaler.unscale(scaler.scale(41.5, 1), 1)).isCloseTo(41.5, within(1e-12));
    }

    @Test
    void aColumnThatDoesNotVaryIsShiftedOnly() {
        StandardScaler scaler = StandardScaler.fit(new double[] {5, 1, 5, 2}, 2);

        assertThat(scaler.standardDeviation()).containsExactly(1, 0.5);
        assertThat(scaler.scale(new double[] {5, 1, 7, 2})).containsExactly(0, -1, 2, 1);
    }

    /** The mean of many equal numbers is off by more than the last bits of one. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, 350.1, -1e-7, 1e12 / 3})
    void roundingOfLongSumsIsNoVariation(double value) {
        double[] rows = new double[25_600];
        Arrays.fill(rows, value);

        StandardScaler scaler = StandardScaler.fit(rows, 1);

        assertThat(scaler.standardDeviation()).containsExactly(1);
        assertThat(scaler.mean()[0]).isCloseTo(value, within(1e-11 * Math.abs(value)));
    }

    @Test
    void littleVariationAboutALargeMeanIsKept() {
        double[] rows = {350, 350 + 1e-9};

        assertThat(StandardScaler.fit(rows, 1).standardDeviation()[0])
                .isCloseTo(5e-10, within(1e-13));
    }

    @Test
    void rowsWithoutAScaleAreRefused() {
        assertThatThrownBy(() -> StandardScaler.fit(new double[0], 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 numbers are no rows of 2 columns");
        assertThatThrownBy(() -> StandardScaler.fit(new double[3], 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("whole row");
        for (double wrong : new double[] {Double.NaN, Double.POSITIVE_INFINITY, 1e300}) {
            assertThatThrownBy(() -> StandardScaler.fit(new double[] {1, 2, 1, wrong}, 2))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("column 1");
        }
    }
}
