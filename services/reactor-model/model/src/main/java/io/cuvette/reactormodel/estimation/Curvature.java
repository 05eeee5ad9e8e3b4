package io.cuvette.reactormodel.estimation;

import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.SingularValueDecomposition;

/**
 * What slopes J of weighted residuals and belief say at the likeliest point. By the singular values
 * of J: those of J'J range over the square, beyond what doubles hold where a reading says much of
 * some direction and nothing of the others.
 */
final class Curvature {
    private final RealMatrix inverse;
    private final double[] leverages;

    /**
     * @param slopes rows x coordinates, those of the belief among them, so that no direction is
     *     flat
     */
    Curvature(RealMatrix slopes) {
        SingularValueDecomposition parts = new SingularValueDecomposition(slopes);
        // J = U S V', so (J'J)^-1 = (V S^-1) (V S^-1)' and J (J'J)^-1 J' = U U'
        RealMatrix root = parts.getV().copy();
        double[] values = parts.getSingularValues();
        for (int j = 0; j < values.length; j++) {
            for (int i = 0; i < values.length; i++) {
                root.setEntry(i, j, root.getEntry(i, j) / values[j]);
            }
        }
        inverse = root.multiplyTransposed(root);
        RealMatrix left = parts.getU();
        leverages = new double[left.getRowDimension()];
        for (int i = 0; i < leverages.length; i++) {
            for (double entry : left.getRow(i)) {
                leverages[i] += entry * entry;
            }
        }
    }

    /** The covariance of the coordinates. */
    RealMatrix inverse() {
        return inverse;
    }

    /**
     * Share of a row that the point was moved to meet, 0 to 1; together the coordinates' number.
     */
    double leverage(int row) {
        return leverages[row];
    }
}
