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
     * @param rows {@code [n, columns]}, row-major, finite
     */
    public static StandardScaler fit(double[] rows, int columns) {
        int n = rows.length / columns;
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
            double found = Math.sqrt(squares / n);
            // as scikit-learn has it: differences that are rounding only are no variation
            boolean constant = found <= 10 * Math.ulp(1.0) * Math.abs(mean[column]);
            deviation[column] = constant ? 1 : found;
        }
        return new StandardScaler(mean, deviation);
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
