package io.cuvette.reactormodel.control;

import java.util.Arrays;

/**
 * A problem about one forecast: squares and straight lines. Of a change of the plan it knows the
 * changes of the free inputs, and last the violations that they are predicted to leave in each step
 * of the plan, where there are limits of temperature.
 */
final class LocalProgram {
    private static final int MOST_RAISES = 14;

    /** Of inputs, in K for half a range: so little that it does not hide what can be kept. */
    private static final double LEAST_CURVATURE = 1e-5;

    private final Objective objective;
    private final InputLimits limits;
    private final int[] free;
    private final Forecast about;
    private final double cost;
    private final int variables;
    private final int violations;
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
        violations = objective.hasTemperatureLimits() ? about.inputs().length : 0;
        int columns = free.length + violations;
        gradient = new double[columns];
        hessian = new double[columns][columns];
        double largest = 0;
        for (int i = 0; i < free.length; i++) {
            gradient[i] = fullGradient[free[i]];
            for (int j = 0; j < free.length; j++) {
                hessian[i][j] = full[free[i]][free[j]];
            }
            largest = Math.max(largest, hessian[i][i]);
        }
        curvature = Math.max(largest, 1e-12);
        rows = rows(about, new double[columns]);
    }

    private LinearLimits rows(Forecast violating, double[] after) {
        LinearLimits all = new LinearLimits(free, variables, violations);
        limits.addTo(all, about.inputs());
        objective.limits(violating, derivatives, after, all);
        return all;
    }

    /**
     * The best step, with the price raised until no more is violated than has to be: whether a
     * raise helps says nothing of the next, since a goal that is met holds a plan against any price
     * below its own.
     */
    Step minimize(double pricePerK, double damping) {
        Step step = minimizeAt(pricePerK, damping);
        if (left(step.changes()) <= Score.ALLOWED_K / 2) {
            return step;
        }
        double allowed = left(leastViolating()) + Score.ALLOWED_K / 2;
        for (int raise = 0; raise < MOST_RAISES && left(step.changes()) > allowed; raise++) {
            step = minimizeAt(10 * step.pricePerK(), damping);
        }
        return step;
    }

    /** The best step at a price. */
    Step minimizeAt(double pricePerK, double damping) {
        return new Step(minimize(rows, pricePerK, damping), pricePerK);
    }

    /** Violations that a step is predicted to leave, K of all steps of the plan together. */
    double left(double[] step) {
        double sum = 0;
        for (int i = free.length; i < step.length; i++) {
            sum += Math.max(0, step[i]);
        }
        return sum;
    }

    private double[] leastViolating() {
        double[][] none = new double[hessian.length][hessian.length];
        for (int i = 0; i < free.length; i++) {
            none[i][i] = LEAST_CURVATURE;
        }
        return QuadraticProgram.minimize(none, prices(1), rows.matrix(), rows.right());
    }

    private double[] prices(double pricePerK) {
        double[] prices = new double[hessian.length];
        Arrays.fill(prices, free.length, prices.length, pricePerK);
        return prices;
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
        double[] linear = prices(price);
        System.arraycopy(gradient, 0, linear, 0, free.length);
        return QuadraticProgram.minimize(damped, linear, under.matrix(), under.right());
    }

    /** Merit after a step, without damping. */
    double predicted(double[] step, double pricePerK) {
        double sum = cost + pricePerK * left(step);
        for (int i = 0; i < free.length; i++) {
            sum += gradient[i] * step[i];
            for (int j = 0; j < free.length; j++) {
                sum += step[i] * hessian[i][j] * step[j] / 2;
            }
        }
        return sum;
    }
}
