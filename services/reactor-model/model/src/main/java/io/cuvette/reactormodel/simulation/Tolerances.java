package io.cuvette.reactormodel.simulation;

/**
 * How exactly to follow a run: a step's error estimate e of a state y stays below relative |y| +
 * absolute, in the root mean square over all states.
 *
 * @param relative 1e-13 to 1e-2
 * @param concentrationKmolPerM3 the absolute part for concentrations, above 0
 * @param temperatureK the absolute part for temperatures, above 0
 * @param maximumSteps of one run, accepted and rejected ones, 1 to 10,000,000
 */
public record Tolerances(
        double relative, double concentrationKmolPerM3, double temperatureK, int maximumSteps) {

    private static final int USUAL_MAXIMUM_STEPS = 100_000;
    private static final int LARGEST_MAXIMUM_STEPS = 10_000_000;

    /** For training data: errors far below what a network can learn. */
    public static final Tolerances STANDARD = of(1e-6);

    /** For references and derivatives by differences. */
    public static final Tolerances TIGHT = of(1e-11);

    public Tolerances {
        require(relative >= 1e-13 && relative <= 1e-2, "relative", relative, "1e-13 to 1e-2");
        require(
                concentrationKmolPerM3 > 0 && concentrationKmolPerM3 <= 1,
                "concentrationKmolPerM3",
                concentrationKmolPerM3,
                "above 0 to 1");
        require(temperatureK > 0 && temperatureK <= 10, "temperatureK", temperatureK, "0 to 10");
        require(
                maximumSteps >= 1 && maximumSteps <= LARGEST_MAXIMUM_STEPS,
                "maximumSteps",
                maximumSteps,
                "1 to " + LARGEST_MAXIMUM_STEPS);
    }

    /** Absolute parts in proportion: of 1 kmol/m3 and 1 K. */
    public static Tolerances of(double relative) {
        return new Tolerances(relative, relative, relative, USUAL_MAXIMUM_STEPS);
    }

    private static void require(boolean holds, String field, double value, String range) {
        if (!holds) {
            throw new IllegalArgumentException(
                    field + " is " + value + "; allowed is " + range + ".");
        }
    }
}
