package io.cuvette.reactormodel.estimation;

import java.util.Optional;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.DecompositionSolver;
import org.hipparchus.linear.QRDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;

/**
 * Gauss and Newton's method with slopes that were found at a point nearby and stay: a step costs
 * the runs' simulation once, where new slopes cost it once or twice for each coordinate. What it
 * ends at is within a thousandth of a standard deviation of where these slopes call the residuals
 * least; they are exact only where they were found, so where the balances leave much of the runs
 * the point is off by a part of the way that was gone.
 */
final class NearbySearch {

    /** Of a step, in standard deviations of the estimate. */
    private static final double SETTLED = 1e-3;

    private static final int MOST_STEPS = 10;

    /** Slopes that do not make each step half as long as the one before are another place's. */
    private static final double LEAST_CONTRACTION = 0.5;

    private static final double ROUNDING = 1e-9;

    private NearbySearch() {}

    /**
     * @param length of the way there, step by step, in standard deviations of the estimate
     */
    record Found(double[] point, double length) {}

    /**
     * The likeliest point, or empty where it is too far for these slopes, which then lead to where
     * runs cannot be followed or more is left of them, or nowhere.
     *
     * @param slopes of the weighted rows
     */
    static Optional<Found> maximum(WeightedResiduals of, RealMatrix slopes, double[] start) {
        DecompositionSolver solver = new QRDecomposition(slopes).getSolver();
        RealVector point = new ArrayRealVector(start);
        double before = Double.POSITIVE_INFINITY;
        double most = Double.POSITIVE_INFINITY;
        double length = 0;
        for (int i = 0; i < MOST_STEPS; i++) {
            Optional<double[]> found = of.followed(point.toArray());
            if (found.isEmpty()) {
                return Optional.empty();
            }
            RealVector rows = new ArrayRealVector(found.get(), false);
            double cost = rows.dotProduct(rows);
            RealVector step = solver.solve(rows).mapMultiply(-1);
            double far = slopes.operate(step).getNorm();
            if (!(far <= LEAST_CONTRACTION * before && cost <= most)) {
                return Optional.empty();
            }
            if (i == 0) {
                most = cost * (1 + ROUNDING) + SETTLED * SETTLED;
            }
            point = point.add(step);
            length += far;
            if (far < SETTLED) {
                return Optional.of(new Found(point.toArray(), length));
            }
            before = far;
        }
        return Optional.empty();
    }
}
