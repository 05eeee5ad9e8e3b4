package io.cuvette.reactormodel.estimation;

import io.cuvette.reactormodel.reactor.ReactorParameter;

/**
 * A parameter that is known only about.
 *
 * @param expected the value believed before any run, in the parameter's unit; not 0
 * @param relativeDeviation standard deviation of the belief as a share of the value, above 0 to 10;
 *     of its logarithm for parameters that are positive by nature
 */
public record UnknownParameter(
        ReactorParameter parameter, double expected, double relativeDeviation) {

    public UnknownParameter {
        if (!Double.isFinite(expected) || expected == 0) {
            throw new IllegalArgumentException(
                    "%s is expected to be %s; an unknown parameter needs a value other than 0"
                            .formatted(parameter.fieldName(), expected));
        }
        if (!(relativeDeviation > 0 && relativeDeviation <= 10)) {
            throw new IllegalArgumentException(
                    "relativeDeviation of %s is %s; allowed is above 0 to 10"
                            .formatted(parameter.fieldName(), relativeDeviation));
        }
    }

    /** Whether it is estimated by its logarithm: negative values make no sense. */
    boolean logarithmic() {
        return parameter.lower() >= 0;
    }

    /** The value at so many standard deviations from the expected one, within its range. */
    double at(double deviations) {
        double move = relativeDeviation * deviations;
        double value = logarithmic() ? expected * StrictMath.exp(move) : expected * (1 + move);
        // the search may step outside; the ends of the range are as far as a reactor goes
        return Math.max(parameter.lower(), Math.min(parameter.upper(), value));
    }
}
