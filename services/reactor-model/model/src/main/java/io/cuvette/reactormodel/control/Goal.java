package io.cuvette.reactormodel.control;

import java.util.OptionalDouble;

/**
 * What a plan is to make small: over the ends of its steps and over its inputs
 *
 * <pre>
 * sum temperatureWeight (T - temperatureK)^2 + concentrationWeight (C - concentrationKmolPerM3)^2
 *   + moveWeight (change of an input / half its range in the model's region)^2
 * </pre>
 *
 * where the reactor is measured. A quantity without setpoint does not count.
 *
 * @param temperatureWeight per K^2, at least 0
 * @param concentrationWeight per (kmol/m3)^2, at least 0
 * @param moveWeight at least 0; more of it makes calmer plans
 */
public record Goal(
        OptionalDouble temperatureK,
        double temperatureWeight,
        OptionalDouble concentrationKmolPerM3,
        double concentrationWeight,
        double moveWeight) {

    private static final double PER_TEN_KELVIN = 0.01;
    private static final double PER_KMOL = 1;
    private static final double USUAL_MOVE_WEIGHT = 0.01;

    /** Both, 10 K as bad as 1 kmol/m3. */
    public static Goal of(double temperatureK, double concentrationKmolPerM3) {
        return new Goal(
                OptionalDouble.of(temperatureK),
                PER_TEN_KELVIN,
                OptionalDouble.of(concentrationKmolPerM3),
                PER_KMOL,
                USUAL_MOVE_WEIGHT);
    }

    public static Goal ofTemperature(double temperatureK) {
        return new Goal(
                OptionalDouble.of(temperatureK),
                PER_TEN_KELVIN,
                OptionalDouble.empty(),
                0,
                USUAL_MOVE_WEIGHT);
    }

    public static Goal ofConcentration(double concentrationKmolPerM3) {
        return new Goal(
                OptionalDouble.empty(),
                0,
                OptionalDouble.of(concentrationKmolPerM3),
                PER_KMOL,
                USUAL_MOVE_WEIGHT);
    }
}
