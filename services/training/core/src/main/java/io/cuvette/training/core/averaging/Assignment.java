package io.cuvette.training.core.averaging;

import java.util.Arrays;

/**
 * Linear assignment by shortest augmenting paths with potentials (Kuhn 1955; the cubic form of
 * Jonker and Volgenant, Computing 38, 1987).
 */
final class Assignment {

    private Assignment() {}

    /**
     * The permutation with the largest sum of {@code gain[row][p[row]]}.
     *
     * @param gain square, finite
     * @return the column of each row
     * @throws IllegalArgumentException if a gain is not a finite number
     */
    static int[] best(double[][] gain) {
        int n = gain.length;
        for (double[] row : gain) {
            if (row.length != n || !Arrays.stream(row).allMatch(Double::isFinite)) {
                throw new IllegalArgumentException(
                        "gains of an assignment are a square of finite numbers");
            }
        }
        // rows and columns count from 1; column 0 holds the row that looks for a place
        double[] rowPotential = new double[n + 1];
        double[] columnPotential = new double[n + 1];
        int[] rowOf = new int[n + 1];
        int[] before = new int[n + 1];
        for (int row = 1; row <= n; row++) {
            rowOf[0] = row;
            int column = 0;
            double[] shortest = new double[n + 1];
            Arrays.fill(shortest, Double.POSITIVE_INFINITY);
            boolean[] done = new boolean[n + 1];
            while (rowOf[column] != 0) {
                done[column] = true;
                int reached = rowOf[column];
                int next = 0;
                double step = Double.POSITIVE_INFINITY;
                for (int c = 1; c <= n; c++) {
                    if (!done[c]) {
                        double cost =
                                -gain[reached - 1][c - 1]
                                        - rowPotential[reached]
                                        - columnPotential[c];
                        if (cost < shortest[c]) {
                            shortest[c] = cost;
                            before[c] = column;
                        }
                        if (shortest[c] < step) {
                            step = shortest[c];
                            next = c;
                        }
                    }
                }
                for (int c = 0; c <= n; c++) {
                    if (done[c]) {
                        rowPotential[rowOf[c]] += step;
                        columnPotential[c] -= step;
                    } else {
                        shortest[c] -= step;
                    }
                }
                column = next;
            }
            while (column != 0) {
                rowOf[column] = rowOf[before[column]];
                column = before[column];
            }
        }
        int[] columnOf = new int[n];
        for (int c = 1; c <= n; c++) {
            columnOf[rowOf[c] - 1] = c - 1;
        }
        return columnOf;
    }
}
