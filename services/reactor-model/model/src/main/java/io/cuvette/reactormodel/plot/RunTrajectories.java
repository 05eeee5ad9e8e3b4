package io.cuvette.reactormodel.plot;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One run as it was measured, as a model predicts it, and as the nominal balances have it.
 *
 * @param notes what to know of the prediction, such as what of the run lies outside of the region
 * @param predicted absent when the model cannot follow the run
 * @param nominal absent when the balances as declared cannot follow it
 */
public record RunTrajectories(
        String name,
        List<String> notes,
        Optional<Curve> predicted,
        Optional<Curve> nominal,
        MeasuredPoints concentrations,
        MeasuredPoints temperatures) {

    public RunTrajectories {
        notes = List.copyOf(notes);
    }

    boolean isMeasured() {
        return concentrations.values().length + temperatures.values().length > 0;
    }

    /** Of all that is shown; 0 when nothing is. */
    double lastH() {
        return Stream.of(
                        predicted.map(Curve::timesH).orElse(new double[0]),
                        nominal.map(Curve::timesH).orElse(new double[0]),
                        concentrations.timesH(),
                        temperatures.timesH())
                .flatMapToDouble(Arrays::stream)
                .max()
                .orElse(0);
    }
}
