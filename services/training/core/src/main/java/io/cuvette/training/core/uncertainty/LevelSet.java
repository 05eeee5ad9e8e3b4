package io.cuvette.training.core.uncertainty;

/**
 * The models whose loss is at most the least loss plus a slack: a convex, bounded set of weights.
 */
final class LevelSet {
    private static final int HALVINGS = 60;

    private final LogisticProblem problem;
    private final double[] best;
    private final double limit;

    LevelSet(LogisticProblem problem, double slack) {
        this.problem = problem;
        this.best =
                problem.minimum(new double[problem.dimension()], new double[problem.dimension()]);
        this.limit = problem.loss(best) + slack;
    }

    double[] best() {
        return best;
    }

    double limit() {
        return limit;
    }

    double loss(double[] w) {
        return problem.loss(w);
    }

    /**
     * The model of the set with the largest {@code w . direction}. By the Karush-Kuhn-Tucker
     * conditions it is the minimum of {@code L(w) - lambda w . direction} for the lambda at which
     * its loss is the limit; the loss grows with lambda.
     */
    double[] extreme(double[] direction) {
        if (LogisticProblem.dot(direction, direction) == 0) {
            return best;
        }
        double low = 0;
        double high = 1;
        double[] w = tilted(direction, high, best);
        while (problem.loss(w) < limit) {
            low = high;
            high *= 2;
            w = tilted(direction, high, w);
        }
        double[] inside = best;
        for (int i = 0; i < HALVINGS && high - low > 1e-13 * high; i++) {
            double middle = (low + high) / 2;
            w = tilted(direction, middle, w);
            if (problem.loss(w) <= limit) {
                low = middle;
                inside = w;
            } else {
                high = middle;
            }
        }
        return inside;
    }

    private double[] tilted(double[] direction, double lambda, double[] start) {
        double[] tilt = new double[direction.length];
        for (int d = 0; d < tilt.length; d++) {
            tilt[d] = lambda * direction[d];
        }
        return problem.minimum(tilt, start);
    }
}
