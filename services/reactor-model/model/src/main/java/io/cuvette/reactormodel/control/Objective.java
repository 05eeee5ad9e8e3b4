package io.cuvette.reactormodel.control;

/**
 * A problem's goal and temperature limits, and their models about a forecast: the goal as a sum of
 * squares of straight lines (Gauss and Newton), the limits as straight lines.
 */
final class Objective {
    private final ControlProblem problem;
    private final Horizon horizon;
    private final InputLimits inputLimits;
    private final int inputs;

    Objective(ControlProblem problem, Horizon horizon, InputLimits inputLimits) {
        this.problem = problem;
        this.horizon = horizon;
        this.inputLimits = inputLimits;
        this.inputs = problem.inputsInForce().length;
    }

    Score score(Forecast forecast) {
        Goal goal = problem.goal();
        double cost = 0;
        for (int step = 0; step < problem.steps(); step++) {
            if (goal.temperatureK().isPresent()) {
                double off =
                        forecast.atEnd(step, Horizon.TEMPERATURE)
                                - goal.temperatureK().getAsDouble();
                cost += goal.temperatureWeight() * off * off;
            }
            if (goal.concentrationKmolPerM3().isPresent()) {
                double off =
                        forecast.atEnd(step, Horizon.CONCENTRATION)
                                - goal.concentrationKmolPerM3().getAsDouble();
                cost += goal.concentrationWeight() * off * off;
            }
            for (int i = 0; i < inputs; i++) {
                double move = move(forecast.inputs(), step, i);
                cost += goal.moveWeight() * move * move;
            }
        }
        double largest = 0;
        double sum = 0;
        for (int step = 0; step < problem.steps(); step++) {
            double violation = violation(forecast, step);
            largest = Math.max(largest, violation);
            sum += violation;
        }
        return new Score(cost, largest, sum);
    }

    /** Change of an input in units of half its range; 0 of one that stays as its limits have it. */
    private double move(double[][] values, int step, int input) {
        if (!inputLimits.isFree(input)) {
            return 0;
        }
        double before = step == 0 ? problem.inputsInForce()[input] : values[step - 1][input];
        return (values[step][input] - before) / horizon.halfRange(input);
    }

    private double violation(Forecast forecast, int step) {
        double largest = 0;
        ControlLimits limits = problem.limits();
        for (int point = step * Horizon.POINTS; point < (step + 1) * Horizon.POINTS; point++) {
            if (limits.maximumTemperatureK().isPresent()) {
                double over =
                        forecast.at(point, Horizon.HOTTEST)
                                - limits.maximumTemperatureK().getAsDouble();
                largest = Math.max(largest, over);
            }
            if (limits.minimumTemperatureK().isPresent()) {
                double under =
                        limits.minimumTemperatureK().getAsDouble()
                                - forecast.at(point, Horizon.COLDEST);
                largest = Math.max(largest, under);
            }
        }
        return largest;
    }

    /**
     * The Hessian of the cost about a forecast by Gauss and Newton, and its gradient.
     *
     * @param derivatives of the forecast
     * @param gradient added to
     */
    double[][] squares(Forecast forecast, double[][] derivatives, double[] gradient) {
        Goal goal = problem.goal();
        int variables = gradient.length;
        double[][] hessian = new double[variables][variables];
        for (int step = 0; step < problem.steps(); step++) {
            int end = ((step + 1) * Horizon.POINTS - 1) * Horizon.OUTPUTS;
            if (goal.temperatureK().isPresent()) {
                double off =
                        forecast.atEnd(step, Horizon.TEMPERATURE)
                                - goal.temperatureK().getAsDouble();
                double[] row = derivatives[end + Horizon.TEMPERATURE];
                addSquare(hessian, gradient, row, off, goal.temperatureWeight());
            }
            if (goal.concentrationKmolPerM3().isPresent()) {
                double off =
                        forecast.atEnd(step, Horizon.CONCENTRATION)
                                - goal.concentrationKmolPerM3().getAsDouble();
                double[] row = derivatives[end + Horizon.CONCENTRATION];
                addSquare(hessian, gradient, row, off, goal.concentrationWeight());
            }
            for (int i = 0; i < inputs; i++) {
                if (!inputLimits.isFree(i)) {
                    continue;
                }
                double[] row = new double[variables];
                row[step * inputs + i] = 1;
                if (step > 0) {
                    row[(step - 1) * inputs + i] = -1;
                }
                double move = move(forecast.inputs(), step, i);
                addSquare(hessian, gradient, row, move, goal.moveWeight());
            }
        }
        return hessian;
    }

    private static void addSquare(
            double[][] hessian, double[] gradient, double[] row, double off, double weight) {
        for (int j = 0; j < row.length; j++) {
            double left = 2 * weight * row[j];
            if (left != 0) {
                gradient[j] += left * off;
                for (int k = 0; k < row.length; k++) {
                    hessian[j][k] += left * row[k];
                }
            }
        }
    }

    /**
     * Adds a row for each temperature limit and point.
     *
     * @param forecast whose violations are taken
     * @param after the changes that led to it from where the derivatives are
     */
    void limits(Forecast forecast, double[][] derivatives, double[] after, LinearLimits into) {
        ControlLimits limits = problem.limits();
        for (int point = 0; point < problem.steps() * Horizon.POINTS; point++) {
            int at = point * Horizon.OUTPUTS;
            int step = point / Horizon.POINTS;
            if (limits.maximumTemperatureK().isPresent()) {
                double over =
                        forecast.at(point, Horizon.HOTTEST)
                                - limits.maximumTemperatureK().getAsDouble();
                into.temperature(step, derivatives[at + Horizon.HOTTEST], 1, over, after);
            }
            if (limits.minimumTemperatureK().isPresent()) {
                double under =
                        limits.minimumTemperatureK().getAsDouble()
                                - forecast.at(point, Horizon.COLDEST);
                into.temperature(step, derivatives[at + Horizon.COLDEST], -1, under, after);
            }
        }
    }

    boolean hasTemperatureLimits() {
        return problem.limits().maximumTemperatureK().isPresent()
                || problem.limits().minimumTemperatureK().isPresent();
    }
}
