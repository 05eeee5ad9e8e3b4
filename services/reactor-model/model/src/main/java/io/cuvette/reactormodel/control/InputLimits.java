package io.cuvette.reactormodel.control;

import io.cuvette.reactormodel.reactor.Range;

/** What inputs may be, and how fast they may change. */
final class InputLimits {
    /** An input whose range is a smaller share of the region's stays as it is. */
    private static final double LEAST_SHARE = 1e-6;

    private final ControlProblem problem;
    private final Horizon horizon;
    private final int inputs;

    InputLimits(ControlProblem problem, Horizon horizon) {
        this.problem = problem;
        this.horizon = horizon;
        this.inputs = problem.inputsInForce().length;
    }

    boolean isFree(int input) {
        Range range = problem.limits().inputs().get(input);
        return range.high() - range.low() > LEAST_SHARE * horizon.halfRange(input);
    }

    /** The inputs in force, or what limits allow of them, for all steps. */
    double[][] hold() {
        double[][] values = new double[problem.steps()][];
        for (int step = 0; step < values.length; step++) {
            values[step] = problem.inputsInForce();
        }
        return within(values);
    }

    /** The nearest inputs that keep all limits, step after step. */
    double[][] within(double[][] values) {
        double[][] kept = new double[values.length][inputs];
        for (int step = 0; step < values.length; step++) {
            double[] before = step == 0 ? problem.inputsInForce() : kept[step - 1];
            for (int i = 0; i < inputs; i++) {
                Range range = problem.limits().inputs().get(i);
                double most = mostChange(step, i);
                double low = Math.max(range.low(), before[i] - most);
                double high = Math.min(range.high(), before[i] + most);
                double value = Math.max(low, Math.min(high, values[step][i]));
                // where rounding left no room
                kept[step][i] = Math.max(range.low(), Math.min(range.high(), value));
            }
        }
        return kept;
    }

    /** From the inputs before a step; the first may always come within its range. */
    private double mostChange(int step, int input) {
        double most = problem.limits().mostChange(input, problem.stepH());
        if (step > 0) {
            return most;
        }
        Range range = problem.limits().inputs().get(input);
        double inForce = problem.inputsInForce()[input];
        double outside = Math.max(range.low() - inForce, inForce - range.high());
        return Math.max(most, outside);
    }

    /** How much more than allowed the first step changes an input, as a share of its range. */
    double changeViolation(double[][] values) {
        double largest = 0;
        for (int i = 0; i < inputs; i++) {
            double change = Math.abs(values[0][i] - problem.inputsInForce()[i]);
            double allowed = problem.limits().mostChange(i, problem.stepH());
            // differences of large numbers are not exact
            double rounding = 1e-12 * (change + horizon.halfRange(i));
            if (change > allowed + rounding) {
                largest = Math.max(largest, (change - allowed) / (2 * horizon.halfRange(i)));
            }
        }
        return largest;
    }

    /** Adds rows for changes of all free inputs, in units of half their ranges. */
    void addTo(LinearLimits rows, double[][] values) {
        for (int step = 0; step < values.length; step++) {
            double[] before = step == 0 ? problem.inputsInForce() : values[step - 1];
            for (int i = 0; i < inputs; i++) {
                if (isFree(i)) {
                    double unit = horizon.halfRange(i);
                    Range range = problem.limits().inputs().get(i);
                    double value = values[step][i];
                    int variable = step * inputs + i;
                    rows.bound(
                            variable, (range.low() - value) / unit, (range.high() - value) / unit);
                    double most = mostChange(step, i);
                    if (most < range.high() - range.low()) {
                        double change = value - before[i];
                        rows.change(
                                variable,
                                step == 0 ? -1 : variable - inputs,
                                (-most - change) / unit,
                                (most - change) / unit);
                    }
                }
            }
        }
    }
}
