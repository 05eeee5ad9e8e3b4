package io.cuvette.reactormodel.task;

/** Mean and population variance of interleaved columns, as scikit-learn's StandardScaler. */
final class TaskStatistics {

    private TaskStatistics() {}

    static double mean(double[] values, int column, int columns) {
        double sum = 0;
        for (int i = column; i < values.length; i += columns) {
            sum += values[i];
        }
        return sum * columns / values.length;
    }

    static double variance(double[] values, int column, int columns) {
        double mean = mean(values, column, columns);
        double sum = 0;
        for (int i = column; i < values.length; i += columns) {
            sum += (values[i] - mean) * (values[i] - mean);
        }
        return sum * columns / values.length;
    }

    static double largest(double[] values, int column, int columns) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = column; i < values.length; i += columns) {
            largest = Math.max(largest, values[i]);
        }
        return largest;
    }

    static double smallest(double[] values, int column, int columns) {
        double smallest = Double.POSITIVE_INFINITY;
        for (int i = column; i < values.length; i += columns) {
            smallest = Math.min(smallest, values[i]);
        }
        return smallest;
    }
}
