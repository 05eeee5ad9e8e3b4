package io.cuvette.reactormodel.correction;

import io.cuvette.reactormodel.estimation.Estimate;
import io.cuvette.reactormodel.estimation.UnknownParameter;
import io.cuvette.reactormodel.reactor.ReactorNumbers;
import java.util.List;

/** An {@link Estimate} as cards hold it. */
public record StoredEstimate(
        ReactorNumbers reactor,
        List<Estimate.Parameter> parameters,
        double[] coordinates,
        double[][] covariance,
        double noiseConcentrationKmolPerM3,
        double noiseTemperatureK,
        int rounds) {

    public static StoredEstimate of(Estimate estimate) {
        return new StoredEstimate(
                ReactorNumbers.of(estimate.reactor()),
                estimate.parameters(),
                estimate.coordinates(),
                estimate.covariance(),
                estimate.noiseConcentrationKmolPerM3(),
                estimate.noiseTemperatureK(),
                estimate.rounds());
    }

    /**
     * @param unknown what was estimated
     */
    public Estimate estimate(List<UnknownParameter> unknown) {
        return new Estimate(
                reactor.reactor(),
                parameters,
                unknown,
                coordinates,
                covariance,
                noiseConcentrationKmolPerM3,
                noiseTemperatureK,
                rounds);
    }
}
