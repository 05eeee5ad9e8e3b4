package io.cuvette.batchcorrection.genomap;

import java.util.Arrays;

/**
 * The cheapest assignment of rows to columns that each take a given number of rows, exact in
 * doubles: min sum_i c[i, a(i)].
 *
 * <p>Shortest augmenting paths after Jonker and Volgenant (Computing 38, 325-340, 1987): column
 * prices, rows sent to the cheapest column that has room, two rounds of augmenting row reduction,
 * then one shortest path (Dijkstra on reduced costs) for every row that is left. A column of
 * capacity k stands for k equal columns: its rows share one price and one label, so that a step
 * costs O(columns) and not O(rows). Ties fall to the lowest index: one input, one answer.
 *
 * <p>The answer comes with its proof. With u_i = min_j (c[i, j] - v_j), every feasible assignment
 * costs at least sum_i u_i + sum_j capacity_j v_j, and the one that is returned costs just that.
 */
public final class CapacitatedAssignment {
    private static final int NONE = -1;
    private static final int REDUCTION_ROUNDS = 2;

    private final double[][] cost;
    private final int rows;
    private final int columns;
    private final int[] capacities;

    private final double[] price;
    private final int[] columnOf;

    /** Rows of a column as a linked list: with capacity 1 it is just the row. */
    private final int[] firstRow;

    private final int[] nextRow;
    private final int[] room;

    // one search's labels
    private final double[] distance;
    private final int[] reachedFrom;
    private final int[] order;

    /**
     * An optimal assignment.
     *
     * @param columnOf one a row
     * @param prices v, one a column: the dual solution, and a good start for similar costs
     */
    public record Solution(int[] columnOf, double[] prices) {}

    private CapacitatedAssignment(double[][] cost, int[] capacities, double[] prices) {
        this.cost = cost;
        this.rows = cost.length;
        this.columns = capacities.length;
        this.capacities = capacities;
        this.price = prices;
        this.columnOf = new int[rows];
        this.firstRow = new int[columns];
        this.nextRow = new int[rows];
        this.room = capacities.clone();
        this.distance = new double[columns];
        this.reachedFrom = new int[columns];
        this.order = new int[columns];
        Arrays.fill(columnOf, NONE);
        Arrays.fill(firstRow, NONE);
        Arrays.fill(nextRow, NONE);
    }

    /**
     * One row a column.
     *
     * @param cost n rows of n values, finite; not changed
     */
    public static Solution solve(double[][] cost) {
        int[] capacities = new int[cost.length];
        Arrays.fill(capacities, 1);
        return solve(cost, capacities);
    }

    /**
     * Columns with room for several rows.
     *
     * @param cost rows of a value a column, finite; not changed
     * @param capacities rows that each column takes, at least 1; their sum is the number of rows
     */
    public static Solution solve(double[][] cost, int[] capacities) {
        checkShape(cost, capacities);
        double[] prices = new double[capacities.length];
        Arrays.fill(prices, Double.POSITIVE_INFINITY);
        for (double[] row : cost) {
            for (int j = 0; j < prices.length; j++) {
                prices[j] = Math.min(prices[j], row[j]);
            }
        }
        return new CapacitatedAssignment(cost, capacities, prices).run();
    }

    /**
     * The same from prices of a similar problem; they change the time, never the cost.
     *
     * @param startPrices finite, one a column; not changed
     */
    public static Solution solve(double[][] cost, int[] capacities, double[] startPrices) {
        checkShape(cost, capacities);
        if (startPrices.length != capacities.length) {
            throw new IllegalArgumentException(
                    "prices: %d columns need as many, got %d"
                            .formatted(capacities.length, startPrices.length));
        }
        return new CapacitatedAssignment(cost, capacities, startPrices.clone()).run();
    }

    private static void checkShape(double[][] cost, int[] capacities) {
        long places = 0;
        for (int capacity : capacities) {
            if (capacity < 1) {
                throw new IllegalArgumentException(
                        "capacities: every column takes at least 1 row, got " + capacity);
            }
            places += capacity;
        }
        if (cost.length == 0 || places != cost.length) {
            throw new IllegalArgumentException(
                    "cost: %d rows need as many places, the columns have %d"
                            .formatted(cost.length, places));
        }
        for (double[] row : cost) {
            if (row.length != capacities.length) {
                throw new IllegalArgumentException(
                        "cost: %d columns need as many values a row, got %d"
                                .formatted(capacities.length, row.length));
            }
            for (double value : row) {
                if (!Double.isFinite(value)) {
                    throw new IllegalArgumentException("cost: must be finite, got " + value);
                }
            }
        }
    }

    private Solution run() {
        int[] free = new int[rows];
        int waiting = 0;
        for (int row = 0; row < rows; row++) {
            int best = cheapest(row);
            if (room[best] > 0) {
                put(row, best);
            } else {
                free[waiting++] = row;
            }
        }
        for (int round = 0; round < REDUCTION_ROUNDS && waiting > 0; round++) {
            waiting = reduceRows(free, waiting);
        }
        for (int k = 0; k < waiting; k++) {
            augment(free[k]);
        }
        return new Solution(columnOf, price);
    }

    private int cheapest(int row) {
        double[] values = cost[row];
        int best = 0;
        for (int j = 1; j < columns; j++) {
            if (values[j] - price[j] < values[best] - price[best]) {
                best = j;
            }
        }
        return best;
    }

    /**
     * Augmenting row reduction: a free row takes its cheapest column, lowers that column's price
     * until the second cheapest is as good, and sends the former row away. Only columns of capacity
     * 1 change hands; the price of a larger one is bounded by all its rows.
     *
     * @return rows that still wait, at the start of {@code free}
     */
    private int reduceRows(int[] free, int waiting) {
        int kept = 0;
        int k = 0;
        // rows that are sent away come again at once; the bound keeps near-ties from going on
        long steps = 0;
        long most = 4L * rows;
        while (k < waiting) {
            int row = free[k++];
            double[] values = cost[row];
            int first = NONE;
            int second = NONE;
            double low = Double.POSITIVE_INFINITY;
            double next = Double.POSITIVE_INFINITY;
            for (int j = 0; j < columns; j++) {
                double reduced = values[j] - price[j];
                if (reduced < next) {
                    if (reduced < low) {
                        next = low;
                        second = first;
                        low = reduced;
                        first = j;
                    } else {
                        next = reduced;
                        second = j;
                    }
                }
            }
            boolean lowers = second != NONE && price[first] - (next - low) < price[first];
            if (room[first] > 0) {
                put(row, first);
            } else if (!lowers && second != NONE && room[second] > 0) {
                put(row, second);
            } else if (!lowers || capacities[first] != 1) {
                free[kept++] = row;
            } else {
                int former = firstRow[first];
                take(former, first);
                price[first] -= next - low;
                put(row, first);
                if (++steps < most) {
                    free[--k] = former;
                } else {
                    free[kept++] = former;
                }
            }
        }
        return kept;
    }

    /** Assigns a free row along the shortest path to a column with room. */
    private void augment(int row) {
        for (int j = 0; j < columns; j++) {
            distance[j] = cost[row][j] - price[j];
            reachedFrom[j] = row;
            order[j] = j;
        }
        // order: [0, low) settled before this distance, [low, up) settled at it, [up, end) open
        int low = 0;
        int up = 0;
        int settled = 0;
        double shortest = 0;
        int end = NONE;
        while (end == NONE) {
            if (low == up) {
                settled = low;
                shortest = Double.POSITIVE_INFINITY;
                for (int k = up; k < columns; k++) {
                    int j = order[k];
                    if (distance[j] <= shortest) {
                        if (distance[j] < shortest) {
                            up = low;
                            shortest = distance[j];
                        }
                        order[k] = order[up];
                        order[up++] = j;
                    }
                }
                for (int k = low; k < up && end == NONE; k++) {
                    if (room[order[k]] > 0) {
                        end = order[k];
                    }
                }
            }
            if (end == NONE) {
                int column = order[low++];
                for (int member = firstRow[column]; member != NONE; member = nextRow[member]) {
                    double[] values = cost[member];
                    double shift = values[column] - price[column] - shortest;
                    for (int k = up; k < columns; k++) {
                        int j = order[k];
                        double through = values[j] - price[j] - shift;
                        if (through < distance[j]) {
                            distance[j] = through;
                            reachedFrom[j] = member;
                            if (through <= shortest) {
                                if (room[j] > 0) {
                                    end = j;
                                    break;
                                }
                                order[k] = order[up];
                                order[up++] = j;
                            }
                        }
                    }
                    if (end != NONE) {
                        break;
                    }
                }
            }
        }
        for (int k = 0; k < settled; k++) {
            int j = order[k];
            price[j] += distance[j] - shortest;
        }
        int column = end;
        int mover;
        do {
            mover = reachedFrom[column];
            int left = columnOf[mover];
            if (left != NONE) {
                take(mover, left);
            }
            put(mover, column);
            column = left;
        } while (mover != row);
    }

    private void put(int row, int column) {
        columnOf[row] = column;
        nextRow[row] = firstRow[column];
        firstRow[column] = row;
        room[column]--;
    }

    private void take(int row, int column) {
        if (firstRow[column] == row) {
            firstRow[column] = nextRow[row];
        } else {
            int before = firstRow[column];
            while (nextRow[before] != row) {
                before = nextRow[before];
            }
            nextRow[before] = nextRow[row];
        }
        columnOf[row] = NONE;
        room[column]++;
    }
}
