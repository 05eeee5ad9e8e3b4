package io.cuvette.batchcorrection.decomposition;

import io.cuvette.data.anndata.SparseMatrix;
import io.cuvette.data.anndata.StoredRow;
import java.util.Arrays;

/**
 * Covariance of the columns of a sparse matrix, (X'X - n m m') / (n - 1), never centring X itself.
 */
final class CovarianceOperator implements SymmetricOperator {

    /** Largest order for which the covariance is held as a matrix: 134 MB. */
    private static final int LARGEST_EXPLICIT = 4096;

    private final SparseMatrix matrix;
    private final double[] mean;

    /** Covariance, or null when X is applied instead. */
    private final double[][] covariance;

    CovarianceOperator(SparseMatrix matrix, int expectedSteps) {
        this.matrix = matrix;
        this.mean = columnMeans(matrix);
        this.covariance = explicitIsCheaper(expectedSteps) ? covariance() : null;
    }

    static double[] columnMeans(SparseMatrix matrix) {
        double[] mean = new double[matrix.columns()];
        StoredRow cell = new StoredRow(matrix);
        for (int row = 0; row < matrix.rows(); row++) {
            for (int k = 0, n = cell.read(row); k < n; k++) {
                mean[cell.column(k)] += cell.value(k);
            }
        }
        for (int column = 0; column < mean.length; column++) {
            mean[column] /= matrix.rows();
        }
        return mean;
    }

    /** Sum of the variances of all columns. */
    static double totalVariance(SparseMatrix matrix, double[] mean) {
        int[] stored = new int[mean.length];
        double sum = 0;
        StoredRow cell = new StoredRow(matrix);
        for (int row = 0; row < matrix.rows(); row++) {
            for (int k = 0, n = cell.read(row); k < n; k++) {
                int column = cell.column(k);
                double deviation = cell.value(k) - mean[column];
                sum += deviation * deviation;
                stored[column]++;
            }
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
        StoredRow cell = new StoredRow(matrix);
        for (int row = 0; row < matrix.rows(); row++) {
            int end = cell.read(row);
            for (int k = 0; k < end; k++) {
                double value = cell.value(k);
                double[] target = upper[cell.column(k)];
                for (int l = k; l < end; l++) {
                    target[cell.column(l)] += value * cell.value(l);
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
        StoredRow cell = new StoredRow(matrix);
        for (int row = 0; row < matrix.rows(); row++) {
            int end = cell.read(row);
            double projected = -shift;
            for (int k = 0; k < end; k++) {
                projected += cell.value(k) * x[cell.column(k)];
            }
            sum += projected;
            for (int k = 0; k < end; k++) {
                y[cell.column(k)] += projected * cell.value(k);
            }
        }
        for (int i = 0; i < y.length; i++) {
            y[i] = (y[i] - sum * mean[i]) / (matrix.rows() - 1);
        }
    }
}
