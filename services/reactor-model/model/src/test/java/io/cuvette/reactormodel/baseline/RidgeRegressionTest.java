package io.cuvette.reactormodel.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RidgeRegressionTest {

    @Test
    void oneInputFollowsTheClosedForm() {
        double[][] x = {{1}, {2}, {3}, {6}};
        double[][] y = {{2}, {3}, {5}, {10}};
        // slope = Sxy / (Sxx + penalty) = 23 / (14 + 2)
        RidgeRegression line = RidgeRegression.fit(x, y, 2);
        assertThat(line.predict(new double[] {3})[0]).isCloseTo(5, within(1e-12));
        assertThat(line.predict(new double[] {4})[0]).isCloseTo(5 + 23.0 / 16, within(1e-12));
    }

    @Test
    void plansAreRecoveredAsThePenaltyVanishes() {
        double[][] x = {{0, 0}, {1, 0}, {0, 1}, {2, 3}};
        double[][] y = new double[4][];
        for (int i = 0; i < 4; i++) {
            y[i] = new double[] {1 + 2 * x[i][0] - x[i][1], 5 - x[i][0]};
        }
        double[] found = RidgeRegression.fit(x, y, 1e-12).predict(new double[] {10, -1});
        assertThat(found).containsExactly(new double[] {22, -5}, within(1e-8));
    }

    @Test
    void oneRowPredictsItself() {
        double[] found =
                RidgeRegression.fit(new double[][] {{3}}, new double[][] {{7}}, 1)
                        .predict(new double[] {100});
        assertThat(found).containsExactly(7);
    }

    @Test
    void refusesNoRowsAndNoPenalty() {
        assertThatThrownBy(() -> RidgeRegression.fit(new double[0][], new double[0][], 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RidgeRegression.fit(new double[][] {{1}}, new double[][] {{1}}, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
