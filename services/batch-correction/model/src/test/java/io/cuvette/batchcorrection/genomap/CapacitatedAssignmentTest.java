package io.cuvette.batchcorrection.genomap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CapacitatedAssignmentTest {

    @Test
    void agreesWithAllPermutations() {
        for (int seed = 0; seed < 300; seed++) {
            int n = 1 + seed % 7;
            double[][] cost = random(n, n, seed, seed % 2 == 0);

            int[] columnOf = CapacitatedAssignment.solve(cost).columnOf();

            assertThat(columnOf).as("seed %d", seed).doesNotHaveDuplicates();
            assertThat(total(cost, columnOf))
                    .as("seed %d", seed)
                    .isCloseTo(cheapest(cost, 0, new boolean[n]), within(1e-12));
        }
    }

    @Test
    void columnsOfSeveralPlacesAreAsGoodAsThatManyEqualColumns() {
        for (int seed = 0; seed < 300; seed++) {
            int[] capacities = {1 + seed % 3, 1 + seed % 2, 2};
            int n = Arrays.stream(capacities).sum();
            double[][] cost = random(n, capacities.length, seed, seed % 2 == 0);

            int[] columnOf = CapacitatedAssignment.solve(cost, capacities).columnOf();

            assertThat(counts(columnOf, capacities.length)).isEqualTo(capacities);
            assertThat(total(cost, columnOf))
                    .as("seed %d", seed)
                    .isCloseTo(
                            cheapest(expand(cost, capacities), 0, new boolean[n]), within(1e-12));
        }
    }

    @Test
    void pricesProveThatLargeAssignmentsAreTheCheapest() {
        int[] ones = new int[200];
        Arrays.fill(ones, 1);
        int[] rings = {40, 1, 7, 60, 12, 30, 50};
        for (int[] capacities : new int[][] {ones, rings}) {
            for (boolean ties : new boolean[] {false, true}) {
                double[][] cost = random(200, capacities.length, 11, ties);

                var solution = CapacitatedAssignment.solve(cost, capacities);

                assertThat(counts(solution.columnOf(), capacities.length)).isEqualTo(capacities);
                assertThat(total(cost, solution.columnOf()))
                        .isCloseTo(lowerBound(cost, capacities, solution.prices()), within(1e-9));
            }
        }
    }

    @Test
    void anyStartLeadsToTheSameCost() {
        double[][] cost = random(120, 120, 5, false);
        int[] ones = new int[120];
        Arrays.fill(ones, 1);
        double expected = total(cost, CapacitatedAssignment.solve(cost).columnOf());
        double[] start = new SplittableRandom(6).doubles(120, -3, 3).toArray();

        var warm = CapacitatedAssignment.solve(cost, ones, start);

        assertThat(total(cost, warm.columnOf())).isCloseTo(expected, within(1e-10));
        assertThat(CapacitatedAssignment.solve(cost, ones, warm.prices()).columnOf())
                .isEqualTo(warm.columnOf());
    }

    @Test
    void equalCostsGoByIndexEachTime() {
        double[][] cost = new double[6][6];

        assertThat(CapacitatedAssignment.solve(cost).columnOf())
                .doesNotHaveDuplicates()
                .isEqualTo(CapacitatedAssignment.solve(cost).columnOf());
    }

    @Test
    void saysWhatIsWrongWithTheProblem() {
        assertThatThrownBy(() -> CapacitatedAssignment.solve(new double[3][2], new int[] {1, 1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cost: 3 rows need as many places, the columns have 2");
        assertThatThrownBy(() -> CapacitatedAssignment.solve(new double[2][3], new int[] {1, 1}))
                .hasMessage("cost: 2 columns need as many values a row, got 3");
        assertThatThrownBy(() -> CapacitatedAssignment.solve(new double[2][2], new int[] {2, 0}))
                .hasMessageContaining("at least 1 row, got 0");
        assertThatThrownBy(() -> CapacitatedAssignment.solve(new double[][] {{Double.NaN}}))
                .hasMessage("cost: must be finite, got NaN");
    }

    private static double[][] random(int rows, int columns, int seed, boolean ties) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] cost = new double[rows][columns];
        for (double[] row : cost) {
            Arrays.setAll(row, j -> ties ? random.nextInt(-3, 4) : random.nextDouble(-1, 1));
        }
        return cost;
    }

    private static double[][] expand(double[][] cost, int[] capacities) {
        int[] columns =
                IntStream.range(0, capacities.length)
                        .flatMap(j -> IntStream.generate(() -> j).limit(capacities[j]))
                        .toArray();
        return Arrays.stream(cost)
                .map(row -> Arrays.stream(columns).mapToDouble(j -> row[j]).toArray())
                .toArray(double[][]::new);
    }

    private static double cheapest(double[][] cost, int row, boolean[] taken) {
        if (row == cost.length) {
            return 0;
        }
        double best = Double.POSITIVE_INFINITY;
        for (int j = 0; j < cost.length; j++) {
            if (!taken[j]) {
                taken[j] = true;
                best = Math.min(best, cost[row][j] + cheapest(cost, row + 1, taken));
                taken[j] = false;
            }
        }
        return best;
    }

    /** sum_i min_j (c_ij - v_j) + sum_j capacity_j v_j: no assignment costs less. */
    private static double lowerBound(double[][] cost, int[] capacities, double[] prices) {
        double rows =
                Arrays.stream(cost)
                        .mapToDouble(
                                row ->
                                        DoubleStream.of(
                                                        IntStream.range(0, prices.length)
                                                                .mapToDouble(
                                                                        j -> row[j] - prices[j])
                                                                .toArray())
                                                .min()
                                                .orElseThrow())
                        .sum();
        return rows
                + IntStream.range(0, prices.length)
                        .mapToDouble(j -> capacities[j] * prices[j])
                        .sum();
    }

    private static double total(double[][] cost, int[] columnOf) {
        return IntStream.range(0, cost.length).mapToDouble(i -> cost[i][columnOf[i]]).sum();
    }

    private static int[] counts(int[] columnOf, int columns) {
        int[] counts = new int[columns];
        for (int column : columnOf) {
            counts[column]++;
        }
        return counts;
    }
}
