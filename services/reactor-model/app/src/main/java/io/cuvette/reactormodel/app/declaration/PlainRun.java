package io.cuvette.reactormodel.app.declaration;

import io.cuvette.reactormodel.reactor.Range;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.reactor.ReactorInput;
import io.cuvette.reactormodel.simulation.InitialState;
import io.cuvette.reactormodel.simulation.InputProfile;
import io.cuvette.reactormodel.simulation.Run;
import java.util.List;
import java.util.Optional;

/**
 * A run as bare numbers in own units: one state for all of the reactor, inputs that hold.
 *
 * @param inputs in the order of the reactor's type
 */
public record PlainRun(double concentrationKmolPerM3, double temperatureK, double[] inputs) {

    /** What of it cannot be meant, if anything. */
    public Optional<String> problem(Reactor reactor) {
        List<ReactorInput> names = reactor.type().inputs();
        Optional<String> problem =
                outOf("concentration", concentrationKmolPerM3, InputLimits.CONCENTRATION)
                        .or(() -> outOf("temperature", temperatureK, InputLimits.TEMPERATURE_K));
        for (int i = 0; i < inputs.length && problem.isEmpty(); i++) {
            problem =
                    outOf(
                            names.get(i).fieldName(),
                            inputs[i],
                            InputLimits.of(reactor, names.get(i)));
        }
        return problem;
    }

    private static Optional<String> outOf(String name, double value, Range allowed) {
        return allowed.contains(value)
                ? Optional.empty()
                : Optional.of(
                        "%s %s; allowed is %s to %s"
                                .formatted(name, value, allowed.low(), allowed.high()));
    }

    /** As the model takes it. */
    public Run run() {
        return new Run(
                InitialState.of(concentrationKmolPerM3, temperatureK),
                InputProfile.constant(inputs));
    }
}
