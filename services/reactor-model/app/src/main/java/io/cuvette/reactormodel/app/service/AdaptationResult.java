package io.cuvette.reactormodel.app.service;

import io.cuvette.reactormodel.app.declaration.TypeName;
import io.cuvette.reactormodel.correction.AdaptedReactor;
import io.cuvette.reactormodel.correction.HeldOut;
import io.cuvette.reactormodel.estimation.Estimate;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What an adaptation found.
 *
 * @param method how it was adapted
 * @param runs it learned from
 * @param measured values of them
 * @param parameters estimated ones; empty when nothing was unknown
 * @param noise what the balances leave of the measured values; absent when nothing was estimated
 * @param correction none, linear or network
 * @param heldOut what runs said that were left out; absent when there were too few
 * @param outputDeviationC standard deviation of concentrations over the region, kmol/m3
 * @param outputDeviationK of temperatures, K
 */
public record AdaptationResult(
        String method,
        int runs,
        int measured,
        List<Parameter> parameters,
        Optional<Noise> noise,
        String correction,
        Optional<Left> heldOut,
        double outputDeviationC,
        double outputDeviationK) {

    /**
     * @param expected before any run
     * @param low of the 95 % interval
     * @param learned share of the belief's variance that the runs removed
     */
    public record Parameter(
            String name,
            String unit,
            double expected,
            double value,
            double low,
            double high,
            double learned) {}

    public record Noise(double concentrationKmolPerM3, double temperatureK) {}

    /** Mean squared errors in units of the outputs' variance over the region. */
    public record Left(int folds, double withoutCorrection, double withCorrection) {}

    static AdaptationResult of(String method, AdaptedReactor model, int runs, int measured) {
        HeldOut left = model.heldOut();
        double[] deviations = model.outputDeviations();
        return new AdaptationResult(
                method,
                runs,
                measured,
                model.estimate().map(AdaptationResult::parameters).orElse(List.of()),
                model.estimate()
                        .map(
                                estimate ->
                                        new Noise(
                                                estimate.noiseConcentrationKmolPerM3(),
                                                estimate.noiseTemperatureK())),
                TypeName.of(left.chosen()),
                left.folds() == 0
                        ? Optional.empty()
                        : Optional.of(
                                new Left(
                                        left.folds(),
                                        left.withoutCorrection(),
                                        left.withCorrection())),
                deviations[0],
                deviations[1]);
    }

    private static List<Parameter> parameters(Estimate estimate) {
        return IntStream.range(0, estimate.parameters().size())
                .mapToObj(
                        i -> {
                            Estimate.Parameter found = estimate.parameters().get(i);
                            return new Parameter(
                                    found.parameter().fieldName(),
                                    found.parameter().unit(),
                                    estimate.unknown().get(i).expected(),
                                    found.value(),
                                    found.low(),
                                    found.high(),
                                    found.learned());
                        })
                .toList();
    }
}
