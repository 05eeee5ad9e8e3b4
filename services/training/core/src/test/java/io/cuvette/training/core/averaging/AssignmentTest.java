package io.cuvette.training.core.averaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.training.core.tensor.RandomStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AssignmentTest {

    @Test
    void equalsTheBestOfAllPermutations() {
        RandomStream random = new RandomStream(1);
        for (int trial = 0; trial < 200; trial++) {
            int n = 1 + random.nextInt(6);
            double[][] gain = new double[n][n];
            for (double[] row : gain) {
                for (int j = 0; j < n; j++) {
                    // ties and negative gains in every second trial
                    row[j] = trial % 2 == 0 ? random.nextGaussian() : random.nextInt(3) - 1;
                }
            }
            int[] best = Assignment.best(gain);
            assertThat(Arrays.stream(best).distinct().count()).isEqualTo(n);
            assertThat(sum(gain, best)).isCloseTo(exhaustive(gain, new int[n], 0), within(1e-9));
        }
    }

    private static double sum(double[][] gain, int[] columns) {
        double sum = 0;
        for (int i = 0; i < columns.length; i++) {
            sum += gain[i][columns[i]];
        }
        return sum;
    }

    private static double exhaustive(double[][] gain, int[] columns, int row) {
        if (row == columns.length) {
            return sum(gain, columns);
        }
        double best = Double.NEGATIVE_INFINITY;
        for (int column = 0; column < columns.length; column++) {
            int candidate = column;
            if (Arrays.stream(columns, 0, row).noneMatch(c -> c == candidate)) {
                columns[row] = column;
                best = Math.max(best, exhaustive(gain, columns, row + 1));
            }
        }
        return best;
    }

    @Test
    void refusesGainsThatAreNoNumbers() {
        assertThatThrownBy(() -> Assignment.best(new double[][] {{Double.NaN}}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("finite");
        assertThatThrownBy(() -> Assignment.best(new double[][] {{1, 2}}))
                .hasMessageContaining("square");
    }
}
