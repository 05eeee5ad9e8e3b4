package io.cuvette.reactormodel.estimation;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.training.core.tensor.RandomStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ResolutionTest {

    private static double[] celsius(double... values) {
        return Arrays.stream(values).map(v -> v + 273.15).toArray();
    }

    private static double[] molPerM3(double... values) {
        return Arrays.stream(values).map(v -> v / 1000).toArray();
    }

    @Test
    void readingsAreWholeMultiplesOfTheirStep() {
        assertThat(Resolution.ofTemperatures(new double[] {402, 405, 411})).isEqualTo(1);
        assertThat(Resolution.ofTemperatures(new double[] {402.5, 405, 411.3})).isEqualTo(0.1);
        assertThat(Resolution.ofConcentrations(new double[] {1.953, 0.2, 0})).isEqualTo(1e-3);
        assertThat(Resolution.ofConcentrations(new double[] {1e-8, 0.2, 0})).isEqualTo(1e-8);
    }

    @Test
    void theStepIsThatOfTheUnitInWhichItWasRead() {
        assertThat(Resolution.ofTemperatures(celsius(129, 130, 128))).isEqualTo(1);
        assertThat(Resolution.ofTemperatures(celsius(129.3, 130, 0.1, 1234.5))).isEqualTo(0.1);
        assertThat(Resolution.ofConcentrations(molPerM3(1953, 1951, 12))).isEqualTo(1e-3);
    }

    @Test
    void readingsThatAreAllTheSameAreTakenAsWritten() {
        assertThat(Resolution.ofTemperatures(new double[] {402, 402})).isEqualTo(1);
        assertThat(Resolution.ofTemperatures(new double[] {402.37})).isEqualTo(0.01);
        assertThat(Resolution.ofTemperatures(celsius(129, 129, 129))).isEqualTo(1);
        assertThat(Resolution.ofTemperatures(celsius(129.4))).isEqualTo(0.1);
        assertThat(Resolution.ofConcentrations(new double[] {1.95})).isEqualTo(0.01);
        assertThat(Resolution.ofConcentrations(new double[] {0, 0, 0})).isEqualTo(1);
    }

    @Test
    void noStepIsCoarserThanOne() {
        assertThat(Resolution.ofTemperatures(new double[] {400, 500})).isEqualTo(1);
        assertThat(Resolution.ofTemperatures(new double[] {400})).isEqualTo(1);
    }

    @Test
    void readingsWithAllDigitsHaveNone() {
        RandomStream random = new RandomStream(5);
        for (int count = 1; count < 50; count++) {
            double[] readings = new double[count];
            Arrays.setAll(readings, i -> 300 + 200 * random.nextDouble());
            assertThat(Resolution.ofTemperatures(readings)).isZero();
            Arrays.setAll(readings, i -> 4 * random.nextDouble());
            assertThat(Resolution.ofConcentrations(readings)).isZero();
        }
    }

    @Test
    void oneFineReadingAmongCoarseOnesTellsTheStep() {
        assertThat(Resolution.ofTemperatures(new double[] {402, 405, 411.0004})).isEqualTo(1e-4);
        assertThat(Resolution.ofTemperatures(new double[] {402, 405, 402 + Math.PI})).isZero();
    }
}
