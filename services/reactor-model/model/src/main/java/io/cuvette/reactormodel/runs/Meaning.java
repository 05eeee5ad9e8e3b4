package io.cuvette.reactormodel.runs;

import io.cuvette.data.finding.FindingCode;
import io.cuvette.reactormodel.reactor.Reactor;
import java.util.Optional;

/**
 * What the numbers of a column are.
 *
 * @param column its name
 */
record Meaning(String column, Quantity quantity, Unit unit) {

    /** Colder in K is no reactor, and the usual sign of degrees Celsius under a wrong name. */
    private static final double COLDEST_K = 150;

    // as far as runs can be followed
    private static final double HOTTEST_K = 1e4;
    private static final double DENSEST_KMOL_PER_M3 = 1e6;

    /** A value that cannot be meant, and what to do about it. */
    record Problem(FindingCode code, String message) {}

    /**
     * The value in h, kmol/m3, K or kJ/h, as a deviation where the reactor's input is one.
     *
     * @param value as it is in the file, a number
     */
    double toOurs(double value, Reactor reactor) {
        double ours = unit.toOurs(value);
        boolean turned =
                switch (quantity) {
                    case FEED_CONCENTRATION, HEAT, JACKET_TEMPERATURE -> true;
                    case TIME,
                            CONCENTRATION,
                            TEMPERATURE,
                            FEED_CONCENTRATION_DEVIATION,
                            HEAT_DEVIATION,
                            JACKET_TEMPERATURE_DEVIATION,
                            INLET_CONCENTRATION,
                            INLET_TEMPERATURE ->
                            false;
                };
        return turned ? ours - quantity.steady(reactor) : ours;
    }

    /** What is wrong with a value of the file, if anything. */
    Optional<Problem> problem(double value, Reactor reactor) {
        if (!Double.isFinite(value)) {
            return problem(FindingCode.NON_FINITE_VALUES, "is not finite; leave it empty");
        }
        double ours = unit.toOurs(value);
        double whole = quantity.isDeviation() ? quantity.steady(reactor) + ours : ours;
        return switch (unit.dimension()) {
            case TIME ->
                    value < 0
                            ? problem(
                                    FindingCode.NEGATIVE_VALUES,
                                    "is below 0; let each run begin at time 0")
                            : Optional.empty();
            case CONCENTRATION -> concentration(whole);
            case TEMPERATURE, TEMPERATURE_DIFFERENCE -> temperature(whole);
            case HEAT -> Optional.empty();
        };
    }

    private Optional<Problem> concentration(double whole) {
        if (whole < 0) {
            String what = quantity.isDeviation() ? "takes more than the steady feed holds" : "";
            return problem(
                    FindingCode.NEGATIVE_VALUES,
                    (what.isEmpty() ? "is below 0" : what) + "; give at least 0 kmol/m3");
        }
        return whole > DENSEST_KMOL_PER_M3
                ? problem(FindingCode.INVALID_SETTING, "is more than 1e6 kmol/m3; check the unit")
                : Optional.empty();
    }

    private Optional<Problem> temperature(double whole) {
        if (whole <= 0) {
            return problem(
                    FindingCode.NEGATIVE_VALUES,
                    "is not above absolute zero; check the column's unit");
        }
        if (whole < COLDEST_K && unit != Unit.CELSIUS) {
            return problem(
                    FindingCode.INVALID_SETTING,
                    quantity.isDeviation()
                            ? "leaves a jacket below 150 K; check the column's unit"
                            : "is below 150 K; if it is in degrees Celsius, name the column %s"
                                    .formatted(quantity.stem() + Unit.CELSIUS.suffix()));
        }
        return whole > HOTTEST_K
                ? problem(FindingCode.INVALID_SETTING, "is above 10,000 K; check the column's unit")
                : Optional.empty();
    }

    private static Optional<Problem> problem(FindingCode code, String message) {
        return Optional.of(new Problem(code, message));
    }
}
