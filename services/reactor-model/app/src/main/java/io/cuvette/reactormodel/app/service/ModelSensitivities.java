package io.cuvette.reactormodel.app.service;

import io.cuvette.reactormodel.adaptation.WindowModel;
import io.cuvette.reactormodel.adaptation.WindowSensitivity;
import io.cuvette.reactormodel.app.declaration.TimedRun;
import io.cuvette.reactormodel.app.service.Simulations.Cause;
import io.cuvette.reactormodel.app.service.Simulations.Derivative;
import io.cuvette.reactormodel.app.service.Simulations.Quantity;
import io.cuvette.reactormodel.correction.AdaptedReactor;
import io.cuvette.reactormodel.correction.CorrectionKind;
import io.cuvette.reactormodel.correction.PredictionSensitivity;
import io.cuvette.reactormodel.correction.ReactorModel;
import io.cuvette.service.identity.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Derivatives of what adapted models predict. */
@ApplicationScoped
public class ModelSensitivities {
    private final Simulations simulations;
    private final Turns turns;

    @Inject
    public ModelSensitivities(Simulations simulations, Turns turns) {
        this.simulations = simulations;
        this.turns = turns;
    }

    /**
     * Derivatives of what is predicted where the reactor is measured.
     *
     * @param referenceTemperatureK at which the rate constant is varied, activation energy held
     */
    public List<Derivative> derivatives(
            TenantId tenant,
            ReactorModel model,
            TimedRun run,
            Set<Cause> causes,
            double referenceTemperatureK) {
        if (model instanceof WindowModel && causes.contains(Cause.KINETICS)) {
            throw Problems.unprocessable(
                    "A model of the method window has no kinetics to derive by; ask for inputs and initial_state, or adapt the reactor with the method default.");
        }
        simulations.requireDerivable(model.reactor(), run, causes);
        return turns.take(
                tenant,
                "run",
                () -> {
                    List<Derivative> all = new ArrayList<>();
                    for (Cause cause : Cause.values()) {
                        if (causes.contains(cause)) {
                            all.addAll(
                                    model instanceof WindowModel window
                                            ? derivatives(window, run, cause)
                                            : derivatives(
                                                    (AdaptedReactor) model,
                                                    run,
                                                    cause,
                                                    referenceTemperatureK));
                        }
                    }
                    return all;
                });
    }

    /** Of a network that starts with empty tubes, these have no start to derive by. */
    private static List<Derivative> derivatives(WindowModel model, TimedRun run, Cause cause) {
        List<double[][]> found =
                cause == Cause.INPUTS
                        ? WindowSensitivity.ofInputs(model, run.run(), run.timesH())
                        : WindowSensitivity.ofInitialState(model, run.run(), run.timesH());
        return named(Simulations.quantities(model.reactor(), run, cause), found);
    }

    private static List<Derivative> derivatives(
            AdaptedReactor model, TimedRun run, Cause cause, double reference) {
        return switch (cause) {
            case INPUTS ->
                    named(
                            Simulations.quantities(model.reactor(), run, cause),
                            PredictionSensitivity.ofInputs(model, run.run(), run.timesH()));
            case INITIAL_STATE ->
                    named(
                            Simulations.quantities(model.reactor(), run, cause),
                            PredictionSensitivity.ofInitialState(model, run.run(), run.timesH()));
            case KINETICS -> ofBalances(model, run, reference);
        };
    }

    private static List<Derivative> named(List<Quantity> quantities, List<double[][]> found) {
        List<Derivative> derivatives = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            derivatives.add(
                    new Derivative(quantities.get(i), found.get(i)[0], found.get(i)[1], false));
        }
        return derivatives;
    }

    /** A correction was fitted to what these kinetics leave; others would have left another. */
    private static List<Derivative> ofBalances(
            AdaptedReactor model, TimedRun run, double reference) {
        boolean corrected = model.heldOut().chosen() != CorrectionKind.NONE;
        return Simulations.derivatives(
                        model.reactor(),
                        model.declared().measured(),
                        run,
                        Cause.KINETICS,
                        reference)
                .stream()
                .map(d -> new Derivative(d.by(), d.of(), d.ofTemperature(), corrected))
                .toList();
    }
}
