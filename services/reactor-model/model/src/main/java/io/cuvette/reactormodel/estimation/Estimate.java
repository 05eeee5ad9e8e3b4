package io.cuvette.reactormodel.estimation;

import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.reactor.ReactorParameter;
import java.util.List;

/**
 * Parameters that belief and runs together make likeliest.
 *
 * @param reactor with the estimated parameters
 * @param parameters one for each unknown
 * @param covariance of the parameters in standard deviations of the belief (of logarithms where the
 *     parameter is positive), from the curvature at the estimate
 * @param noiseConcentrationKmolPerM3 standard deviation of what the balances leave of the measured
 *     concentrations: noise, and what they do not describe
 * @param noiseTemperatureK the same of temperatures
 * @param rounds of fitting, each with the noise of the one before
 */
public record Estimate(
        Reactor reactor,
        List<Parameter> parameters,
        double[][] covariance,
        double noiseConcentrationKmolPerM3,
        double noiseTemperatureK,
        int rounds) {

    /**
     * @param low lower end of the 95 % interval
     * @param high upper end of the 95 % interval
     * @param learned share of the belief's variance that the runs removed, 0 to 1; near 0 the value
     *     is the expected one because nothing was learned about it
     */
    public record Parameter(
            ReactorParameter parameter, double value, double low, double high, double learned) {}

    public Estimate {
        parameters = List.copyOf(parameters);
    }
}
