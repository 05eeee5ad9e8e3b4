package io.cuvette.reactormodel.control;

import io.cuvette.reactormodel.reactor.Range;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What a plan may do. Limits of inputs are always kept; limits of temperature where it is possible,
 * everywhere in the reactor and four times a step.
 *
 * @param inputs in the order of the reactor's type; one of no width stays as it is
 * @param mostChangePerH of each input and hour, above 0, infinite for any; none at all when empty
 */
public record ControlLimits(
        List<Range> inputs,
        double[] mostChangePerH,
        OptionalDouble minimumTemperatureK,
        OptionalDouble maximumTemperatureK) {

    public ControlLimits {
        inputs = List.copyOf(inputs);
        mostChangePerH = mostChangePerH.clone();
    }

    /** Inputs alone, which may change at once. */
    public static ControlLimits of(List<Range> inputs) {
        return new ControlLimits(
                inputs, new double[0], OptionalDouble.empty(), OptionalDouble.empty());
    }

    public ControlLimits withMaximumTemperature(double temperatureK) {
        return new ControlLimits(
                inputs, mostChangePerH, minimumTemperatureK, OptionalDouble.of(temperatureK));
    }

    public ControlLimits withMinimumTemperature(double temperatureK) {
        return new ControlLimits(
                inputs, mostChangePerH, OptionalDouble.of(temperatureK), maximumTemperatureK);
    }

    public ControlLimits withMostChangePerH(double... perH) {
        return new ControlLimits(inputs, perH, minimumTemperatureK, maximumTemperatureK);
    }

    /** Infinite when there is none. */
    double mostChange(int input, double hours) {
        return mostChangePerH.length == 0
                ? Double.POSITIVE_INFINITY
                : mostChangePerH[input] * hours;
    }
}
