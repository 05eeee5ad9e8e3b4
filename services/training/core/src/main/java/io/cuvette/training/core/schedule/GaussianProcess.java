package io.cuvette.training.core.schedule;

import java.util.Arrays;

/**
 * Regression of values over [0, 1] by a Gaussian process with zero mean and a Matérn kernel of
 * smoothness 5/2, on standardised values (Rasmussen and Williams, "Gaussian Processes for Machine
 * Learning", 2006, algorithm 2.1 and eq. 4.17). Length scale and noise are those of a small grid
 * that have the highest marginal likelihood, so equal data give equal bits.
 */
final class GaussianProcess {
    private static final double[] LENGTHS = {0.05, 0.1, 0.2, 0.4, 0.8};
    private static final double[] NOISES = {1e-6, 1e-3, 1e-2, 1e-1};

    /** Mean and standard deviation at a point, in the units of the values. */
    record Prediction(double mean, double deviation) {}

    private final double[] x;
    private final double mean;
    private final double scale;
    private Fit best;

    /** One choice of length and noise: the factor of the kernel matrix and its solution. */
    private record Fit(double length, double[][] factor, double[] weights, double likelihood) {}

    /**
     * @param x points, at least one
     * @param y finite values
     */
    GaussianProcess(double[] x, double[] y) {
        this.x = x.clone();
        this.mean = Arrays.stream(y).average().orElseThrow();
        double variance =
                Arrays.stream(y).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
        this.scale = variance > 0 ? StrictMath.sqrt(variance) : 1;
        double[] standard = Arrays.stream(y).map(v -> (v - mean) / scale).toArray();
        for (double length : LENGTHS) {
            for (double noise : NOISES) {
                Fit fit = fit(standard, length, noise);
                if (best == null || fit.likelihood > best.likelihood) {
                    best = fit;
                }
            }
        }
    }

    Prediction at(double point) {
        double[] k = Arrays.stream(x).map(xi -> kernel(xi, point, best.length)).toArray();
        double expected = 0;
        for (int i = 0; i < k.length; i++) {
            expected += k[i] * best.weights[i];
        }
        double[] v = forward(best.factor, k);
        double variance = 1 - Arrays.stream(v).map(e -> e * e).sum();
        return new Prediction(
                mean + scale * expected, scale * StrictMath.sqrt(Math.max(0, variance)));
    }

    private Fit fit(double[] y, double length, double noise) {
        int n = x.length;
        double[][] matrix = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                matrix[i][j] = kernel(x[i], x[j], length) + (i == j ? noise : 0);
            }
        }
        double[][] factor = cholesky(matrix);
        double[] inner = forward(factor, y);
        double likelihood = -0.5 * Arrays.stream(inner).map(e -> e * e).sum();
        for (int i = 0; i < n; i++) {
            likelihood -= StrictMath.log(factor[i][i]);
        }
        return new Fit(length, factor, backward(factor, inner), likelihood);
    }

    /** Matérn 5/2 at distance r: {@code (1 + s + s^2 / 3) exp(-s)}, s = sqrt(5) r / length. */
    private static double kernel(double a, double b, double length) {
        double s = StrictMath.sqrt(5) * Math.abs(a - b) / length;
        return (1 + s + s * s / 3) * StrictMath.exp(-s);
    }

    private static double[][] cholesky(double[][] a) {
        int n = a.length;
        double[][] factor = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = a[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= factor[i][k] * factor[j][k];
                }
                factor[i][j] = i == j ? StrictMath.sqrt(sum) : sum / factor[j][j];
            }
        }
        return factor;
    }

    private static double[] forward(double[][] factor, double[] b) {
        double[] solution = new double[b.length];
        for (int i = 0; i < b.length; i++) {
            double sum = b[i];
            for (int j = 0; j < i; j++) {
                sum -= factor[i][j] * solution[j];
            }
            solution[i] = sum / factor[i][i];
        }
        return solution;
    }

    private static double[] backward(double[][] factor, double[] b) {
        double[] solution = new double[b.length];
        for (int i = b.length - 1; i >= 0; i--) {
            double sum = b[i];
            for (int j = i + 1; j < b.length; j++) {
                sum -= factor[j][i] * solution[j];
            }
            solution[i] = sum / factor[i][i];
        }
        return solution;
    }
}
