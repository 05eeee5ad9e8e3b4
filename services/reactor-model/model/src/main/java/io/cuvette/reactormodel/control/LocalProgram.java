package io.cuvette.reactormodel.control;

/**
 * A problem about one forecast: squares and straight lines. Of steps it knows the changes of the
 * free inputs, and last the violation they are predicted to leave.
 */
final class LocalProgram {
    private static final int MOST_RAISES = 8;

    private final Objective objective;
    private final InputLimits limits;
    private final int[] free;
    private final Forecast about;
    private final double cost;
    private final int variables;
    private final double[][] derivatives;
    private final double[] gradient;
    private final double[][] hessian;
    private final LinearLimits rows;
    private final double curvature;

    /** A step, and the price of a violation of 1 K at which it was found. */
    record Step(double[] changes, double pricePerK) {}

    /**
     * @param free places of inputs that may change, steps x inputs
     * @param cost of the forecast
     */
    LocalProgram(
            Objective objective,
            Horizon horizon,
            InputLimits limits,
            int[] free,
            Forecast about,
            double cost) {
        this.objective = objective;
        this.limits = limits;
        this.free = free;
        this.about = about;
        this.cost = cost;
        variables = about.inputs().length * about.inputs()[0].length;
        derivatives = horizon.derivatives(about);
        double[] fullGradient = new double[variables];
        double[][] full = objective.squares(about, derivatives, fullGradient);
        gradient = new double[free.length + 1];
        hessian = new double[free.length + 1][free.length + 1];
        double largest = 0;
        for (int i = 0; i < free.length; i++) {
            gradient[i] = fullGradient[free[i]];
            for (int j = 0; j < free.length; j++) {
                hessian[i][j] = full[free[i]][free[j]];
            }
            largest = Math.max(largest, hessian[i][i]);
        }
        curvature = Math.max(largest, 1e-12);
        rows = rows(about, new double[free.length + 1]);
    }

    private LinearLimits rows(Forecast violating, double[] after) {
        LinearLimits all = new LinearLimits(free, variables);
        limits.addTo(all, about.inputs());
        objective.limits(violating, derivatives, after, all);
        return all;
    }

    /** The best step, with the price raised as long as that leaves less violation. */
    Step minimize(double pricePerK, double damping) {
        double price = pricePerK;
        double[] step = minimize(rows, price, damping);
        for (int raise = 0; raise < MOST_RAISES; raise++) {
            double left = step[free.length];
            if (left <= Score.ALLOWED_K / 2) {
                break;
            }
            double[] dearer = minimize(rows, 10 * price, damping);
            // no price helps where limits cannot be kept
            if (dearer[free.length] > 0.99 * left) {
                break;
            }
            price *= 10;
            step = dearer;
        }
        return new Step(step, price);
    }

    /** A step again, with violations as they were found after it. */
    double[] bent(double[] step, Forecast found, double pricePerK, double damping) {
        return minimize(rows(found, step), pricePerK, damping);
    }

    private double[] minimize(LinearLimits under, double price, double damping) {
        double[][] damped = new double[hessian.length][];
        for (int i = 0; i < damped.length; i++) {
            damped[i] = hessian[i].clone();
            damped[i][i] += i < free.length ? damping * curvature : 0;
        }
        double[] linear = gradient.clone();
        linear[free.length] = price;
        return QuadraticProgram.minimize(damped, linear, under.matrix(), under.right());
    }

    /** Merit after a step, without damping. */
    double predicted(double[] step, double pricePerK) {
        double sum = cost + pricePerK * Math.max(0, step[free.length]);
        for (int i = 0; i < free.length; i++) {
            sum += gradient[i] * step[i];
            for (int j = 0; j < free.length; j++) {
                sum += step[i] * hessian[i][j] * step[j] / 2;
            }
        }
        return sum;
    }
}
