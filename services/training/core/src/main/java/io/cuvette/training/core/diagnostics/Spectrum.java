package io.cuvette.training.core.diagnostics;

import java.util.Arrays;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.QRDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.SingularValueDecomposition;

/** Singular values of a representation. */
final class Spectrum {

    private Spectrum() {}

    /** Of the matrix itself, descending, min(N, D) of them. */
    static double[] singularValues(double[][] matrixND) {
        RealMatrix matrix = new Array2DRowRealMatrix(matrixND);
        if (matrix.getRowDimension() < matrix.getColumnDimension()) {
            matrix = matrix.transpose();
        }
        int columns = matrix.getColumnDimension();
        if (matrix.getRowDimension() > columns) {
            // R of A = Q R has the singular values of A
            matrix =
                    new QRDecomposition(matrix).getR().getSubMatrix(0, columns - 1, 0, columns - 1);
        }
        return new SingularValueDecomposition(matrix).getSingularValues();
    }

    /** Eigenvalues of the covariance (divided by N), descending, min(N, D) of them. */
    static double[] covarianceEigenvalues(double[][] matrixND) {
        double[][] centred = new double[matrixND.length][];
        double[] mean = new double[matrixND[0].length];
        for (double[] row : matrixND) {
            for (int d = 0; d < mean.length; d++) {
                mean[d] += row[d] / matrixND.length;
            }
        }
        for (int i = 0; i < centred.length; i++) {
            centred[i] = matrixND[i].clone();
            for (int d = 0; d < mean.length; d++) {
                centred[i][d] -= mean[d];
            }
        }
        return Arrays.stream(singularValues(centred)).map(s -> s * s / matrixND.length).toArray();
    }
}
