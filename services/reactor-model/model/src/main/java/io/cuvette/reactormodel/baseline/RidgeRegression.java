package io.cuvette.reactormodel.baseline;

import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;

/**
 * Linear regression of several outputs with a penalty on the squared slopes (Hoerl and Kennard
 * 1970); the intercepts are free, or 0.
 *
 * <pre>slopes = (Xc' Xc + penalty I)^-1 Xc' Yc,   Xc, Yc: less their means, or as they are</pre>
 */
public final class RidgeRegression {
    private final double[] inputMeans;
    private final double[] outputMeans;
    private final RealMatrix slopes;

    private RidgeRegression(double[] inputMeans, double[] outputMeans, RealMatrix slopes) {
        this.inputMeans = inputMeans;
        this.outputMeans = outputMeans;
        this.slopes = slopes;
    }

    /**
     * @param x {@code [n][inputs]}, of comparable scale, n from 1
     * @param y {@code [n][outputs]}
     * @param penalty above 0
     */
    public static RidgeRegression fit(double[][] x, double[][] y, double penalty) {
        requireSome(x, y, penalty);
        return fit(x, y, penalty, means(x), means(y));
    }

    /** The same without an intercept: 0 where all inputs are 0. */
    public static RidgeRegression throughOrigin(double[][] x, double[][] y, double penalty) {
        requireSome(x, y, penalty);
        return fit(x, y, penalty, new double[x[0].length], new double[y[0].length]);
    }

    private static void requireSome(double[][] x, double[][] y, double penalty) {
        if (x.length == 0 || x.length != y.length || !(penalty > 0)) {
            throw new IllegalArgumentException(
                    "%d inputs, %d outputs and a penalty of %s"
                            .formatted(x.length, y.length, penalty));
        }
    }

    private static RidgeRegression fit(
            double[][] x, double[][] y, double penalty, double[] inputMeans, double[] outputMeans) {
        RealMatrix inputs = MatrixUtils.createRealMatrix(centred(x, inputMeans));
        RealMatrix outputs = MatrixUtils.createRealMatrix(centred(y, outputMeans));
        RealMatrix normal = inputs.transposeMultiply(inputs);
        for (int i = 0; i < inputMeans.length; i++) {
            normal.addToEntry(i, i, penalty);
        }
        RealMatrix slopes =
                new CholeskyDecomposition(normal)
                        .getSolver()
                        .solve(inputs.transposeMultiply(outputs));
        return new RidgeRegression(inputMeans, outputMeans, slopes);
    }

    /**
     * What was fitted, to be kept.
     *
     * @param slopes {@code [inputs][outputs]}
     */
    public record Coefficients(double[] inputMeans, double[] outputMeans, double[][] slopes) {}

    public Coefficients coefficients() {
        return new Coefficients(inputMeans.clone(), outputMeans.clone(), slopes.getData());
    }

    public static RidgeRegression of(Coefficients kept) {
        return new RidgeRegression(
                kept.inputMeans().clone(),
                kept.outputMeans().clone(),
                MatrixUtils.createRealMatrix(kept.slopes()));
    }

    public double[] predict(double[] x) {
        double[] y = outputMeans.clone();
        for (int i = 0; i < inputMeans.length; i++) {
            double off = x[i] - inputMeans[i];
            for (int j = 0; j < y.length; j++) {
                y[j] += off * slopes.getEntry(i, j);
            }
        }
        return y;
    }

    private static double[] means(double[][] rows) {
        double[] means = new double[rows[0].length];
        for (double[] row : rows) {
            for (int j = 0; j < means.length; j++) {
                means[j] += row[j] / rows.length;
            }
        }
        return means;
    }

    private static double[][] centred(double[][] rows, double[] means) {
        double[][] centred = new double[rows.length][means.length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < means.length; j++) {
                centred[i][j] = rows[i][j] - means[j];
            }
        }
        return centred;
    }
}
