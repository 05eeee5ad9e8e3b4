package io.cuvette.reactormodel.network;

/**
 * Shift and scale to mean 0 and standard deviation 1, column by column.
 *
 * @param mean of each column
 * @param standardDeviation population form (divisor n); 1 for a column that does not vary
 */
public record StandardScaler(double[] mean, double[] standardDeviation) {

    public StandardScaler {
        mean = mean.clone();
        standardDeviation = standardDeviation.clone();
        if (mean.length != standardDeviation.length) {
            throw new IllegalArgumentException("means and deviations of different number");
        }
    }

    /**
     * Means and deviations as the rows have them.
     *
     * @param rows {@code [n, columns]}, row-major, finite; n from 1
     * @throws IllegalArgumentException when there is no row, or a number in them is not finite
     */
    public static StandardScaler fit(double[] rows, int columns) {
        int n = rows.length / columns;
        if (n == 0 || n * columns != rows.length) {
            throw new IllegalArgumentException(
                    "%d numbers are no rows of %d columns; give at least one whole row"
                            .formatted(rows.length, columns));
        }
        double[] mean = new double[columns];
        double[] deviation = new double[columns];
        for (int column = 0; column < columns; column++) {
            double sum = 0;
            for (int i = 0; i < n; i++) {
                sum += rows[i * columns + column];
            }
            mean[column] = sum / n;
            double squares = 0;
            for (int i = 0; i < n; i++) {
                double off = rows[i * columns + column] - mean[column];
                squares += off * off;
            }
            double variance = squares / n;
            if (!Double.isFinite(variance)) {
                throw new IllegalArgumentException(
                        "column %d holds a number that is not finite or too large"
                                .formatted(column));
            }
            deviation[column] = constant(n, mean[column], variance) ? 1 : Math.sqrt(variance);
        }
        return new StandardScaler(mean, deviation);
    }

    /**
     * Whether differences are the rounding of sums only: the bound of scikit-learn 1.x ({@code
     * _is_constant_feature}; Chan, Golub and LeVeque, The American Statistician 37, 1983, equation
     * 3.4).
     */
    private static boolean constant(int n, double mean, double variance) {
        double rounding = n * Math.ulp(1.0);
        double ofMean = rounding * mean;
        return variance <= rounding * variance + ofMean * ofMean;
    }

    public int columns() {
        return mean.length;
    }

    public double scale(double value, int column) {
        return (value - mean[column]) / standardDeviation[column];
    }

    public double unscale(double value, int column) {
        return mean[column] + standardDeviation[column] * value;
    }

    /** All rows scaled, as the networks take them. */
    public float[] scale(double[] rows) {
        float[] scaled = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            scaled[i] = (float) scale(rows[i], i % columns());
        }
        return scaled;
    }
}
