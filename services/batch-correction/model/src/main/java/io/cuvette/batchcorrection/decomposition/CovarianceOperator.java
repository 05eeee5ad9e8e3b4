package io.cuvette.batchcorrection.decomposition;

import io.cuvette.data.anndata.CsrMatrix;
import java.util.Arrays;

/**
 * Covariance of the columns of a sparse matrix, (X'X - n m m') / (n - 1), never centring X itself.
 */
final class CovarianceOperator implements SymmetricOperator {

    /** Largest order for which the covariance is held as a matrix: 134 MB. */
    private static final int LARGEST_EXPLICIT = 4096;

    private final CsrMatrix matrix;
    private final double[] mean;

    /** Covariance, or null when X is applied instead. */
    private final double[][] covariance;

    CovarianceOperator(CsrMatrix matrix, int expectedSteps) {
        this.matrix = matrix;
        this.mean = columnMeans(matrix);
        this.covariance = explicitIsCheaper(expectedSteps) ? covariance() : null;
    }

    static double[] columnMeans(CsrMatrix matrix) {
        double[] mean = new double[matrix.columns()];
        for (int k = 0; k < matrix.values().length; k++) {
            mean[matrix.columnIndices()[k]] += matrix.values()[k];
        }
        for (int column = 0; column < mean.length; column++) {
            mean[column] /= matrix.rows();
        }
        return mean;
    }

    /** Sum of the variances of all columns. */
    static double totalVariance(CsrMatrix matrix, double[] mean) {
        int[] stored = new int[mean.length];
        double sum = 0;
        for (int k = 0; k < matrix.values().length; k++) {
            int column = matrix.columnIndices()[k];
            double deviation = matrix.values()[k] - mean[column];
            sum += deviation * deviation;
            stored[column]++;
        }
        for (int column = 0; column < mean.length; column++) {
            sum += (matrix.rows() - stored[column]) * mean[column] * mean[column];
        }
        return sum / (matrix.rows() - 1);
    }

    private boolean explicitIsCheaper(int steps) {
        if (matrix.columns() > LARGEST_EXPLICIT) {
            return false;
        }
        double build = 0;
        for (int row = 0; row < matrix.rows(); row++) {
            double length = matrix.rowLength(row);
            build += length * length / 2;
        }
        double order = matrix.columns();
        return build + steps * order * order < 2.0 * steps * matrix.storedValues();
    }

    private double[][] covariance() {
        int order = matrix.columns();
        double[][] upper = new double[order][order];
        for (int row = 0; row < matrix.rows(); row++) {
            int end = matrix.rowPointers()[row + 1];
            for (int k = matrix.rowPointers()[row]; k < end; k++) {
                double value = matrix.values()[k];
                double[] target = upper[matrix.columnIndices()[k]];
                for (int l = k; l < end; l++) {
                    target[matrix.columnIndices()[l]] += value * matrix.values()[l];
                }
            }
        }
        double n = matrix.rows();
        for (int i = 0; i < order; i++) {
            for (int j = i; j < order; j++) {
                upper[i][j] = (upper[i][j] - n * mean[i] * mean[j]) / (n - 1);
                upper[j][i] = upper[i][j];
            }
        }
        return upper;
    }

    @Override
    public int dimension() {
        return matrix.columns();
    }

    @Override
    public void multiply(double[] x, double[] y) {
        if (covariance != null) {
            for (int i = 0; i < covariance.length; i++) {
                y[i] = Lanczos.dot(covariance[i], x);
            }
            return;
        }
        Arrays.fill(y, 0);
        double shift = Lanczos.dot(mean, x);
        double sum = 0;
        for (int row = 0; row < matrix.rows(); row++) {
            int end = matrix.rowPointers()[row + 1];
            double projected = -shift;
            for (int k = matrix.rowPointers()[row]; k < end; k++) {
                projected += matrix.values()[k] * x[matrix.columnIndices()[k]];
            }
            sum += projected;
            for (int k = matrix.rowPointers()[row]; k < end; k++) {
                y[matrix.columnIndices()[k]] += projected * matrix.values()[k];
            }
        }
        for (int i = 0; i < y.length; i++) {
            y[i] = (y[i] - sum * mean[i]) / (matrix.rows() - 1);
        }
    }
}
