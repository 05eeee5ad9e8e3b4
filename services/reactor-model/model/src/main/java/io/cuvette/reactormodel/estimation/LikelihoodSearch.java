package io.cuvette.reactormodel.estimation;

import java.util.Arrays;
import org.hipparchus.exception.MathIllegalStateException;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LeastSquaresBuilder;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LevenbergMarquardtOptimizer;
import org.hipparchus.optim.nonlinear.vector.leastsquares.ValueAndJacobianFunction;
import org.hipparchus.util.Pair;

/**
 * Levenberg and Marquardt's search for the likeliest point.
 *
 * @param tolerance relative, of cost and parameters
 * @param far whether the likeliest point may be far away: slopes are then of short differences to
 *     one side, for half of the simulations. Where a reactor ignites, longer ones point past it;
 *     short ones see how exact simulations are, which is nothing beside the noise that is assumed
 *     of a point far away. Slopes near the point are of longer differences to both sides.
 */
record LikelihoodSearch(double tolerance, boolean far) {

    /** For the valley in which the likeliest point lies. */
    static final LikelihoodSearch OF_VALLEY = new LikelihoodSearch(1e-3, true);

    /** For the point, while the noise is not settled. */
    static final LikelihoodSearch OF_ROUND = new LikelihoodSearch(1e-4, false);

    static final LikelihoodSearch OF_POINT = new LikelihoodSearch(1e-6, false);

    private static final int MOST_EVALUATIONS = 200;

    /** The likeliest point that a search from the start comes to. */
    double[] maximum(WeightedResiduals of, double[] start) {
        Model model = new Model(of, far, start);
        var problem =
                new LeastSquaresBuilder()
                        .start(start)
                        .model(model)
                        // of a trial step that is not taken nobody asks for the derivative
                        .lazyEvaluation(true)
                        .target(new double[of.size()])
                        .maxEvaluations(MOST_EVALUATIONS)
                        .maxIterations(MOST_EVALUATIONS)
                        .build();
        try {
            return new LevenbergMarquardtOptimizer()
                    .withCostRelativeTolerance(tolerance)
                    .withParameterRelativeTolerance(tolerance)
                    .withOrthoTolerance(1e-14)
                    .optimize(problem)
                    .getPoint()
                    .toArray();
        } catch (MathIllegalStateException e) {
            // no further descent to be had in floating point, or too many steps
            return model.best;
        }
    }

    /** What the search asks for, each only when it is asked for; knows the best it has seen. */
    private static final class Model implements ValueAndJacobianFunction {
        private final WeightedResiduals of;
        private final boolean far;
        private double[] best;
        private double least = Double.POSITIVE_INFINITY;
        private double[] rowsAt = {};
        private double[] rows = {};

        Model(WeightedResiduals of, boolean far, double[] start) {
            this.of = of;
            this.far = far;
            this.best = start;
        }

        @Override
        public Pair<RealVector, RealMatrix> value(RealVector point) {
            double[] at = point.toArray();
            return new Pair<>(computeValue(at), computeJacobian(at));
        }

        @Override
        public RealVector computeValue(double[] at) {
            rows = of.rows(at);
            rowsAt = at.clone();
            double cost = 0;
            for (double row : rows) {
                cost += row * row;
            }
            if (cost < least) {
                least = cost;
                best = rowsAt;
            }
            return new ArrayRealVector(rows, false);
        }

        @Override
        public RealMatrix computeJacobian(double[] at) {
            if (!far) {
                return of.slopes(at);
            }
            if (!Arrays.equals(at, rowsAt)) {
                computeValue(at);
            }
            return of.steepSlopes(at, rows);
        }
    }
}
