package io.cuvette.reactormodel.control;

/**
 * A forecast judged.
 *
 * @param cost of the goal
 * @param violationK by how much temperatures pass their limits at most
 * @param sumK the same of each step, together
 */
record Score(double cost, double violationK, double sumK) {

    /** Smaller passes for none: it is below what a thermometer sees. */
    static final double ALLOWED_K = 1e-3;

    /** What cannot be followed. */
    static final Score HOPELESS =
            new Score(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

    /** Cost and violations in one number, by the price of 1 K in a step. */
    double merit(double pricePerK) {
        return cost + pricePerK * sumK;
    }

    boolean keepsLimits() {
        return violationK <= ALLOWED_K;
    }

    /** Keeping limits comes first, then the cost; of two that do not, the smaller violations. */
    boolean isWorseThan(Score other) {
        if (keepsLimits() != other.keepsLimits()) {
            return other.keepsLimits();
        }
        return keepsLimits()
                ? cost > other.cost
                : sumK > other.sumK + ALLOWED_K || (sumK >= other.sumK && cost > other.cost);
    }
}
