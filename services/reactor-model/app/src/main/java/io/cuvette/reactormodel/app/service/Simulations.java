package io.cuvette.reactormodel.app.service;

import io.cuvette.reactormodel.app.declaration.TimedRun;
import io.cuvette.reactormodel.correction.DeclaredReactor;
import io.cuvette.reactormodel.reactor.PlugFlowReactor;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.reactor.ReactorInput;
import io.cuvette.reactormodel.simulation.KineticsParameter;
import io.cuvette.reactormodel.simulation.MeasuredNode;
import io.cuvette.reactormodel.simulation.Sensitivity;
import io.cuvette.reactormodel.simulation.Simulator;
import io.cuvette.reactormodel.simulation.Tolerances;
import io.cuvette.reactormodel.simulation.Trajectory;
import io.cuvette.service.identity.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The balances of a declared reactor, followed through runs that callers describe. */
@ApplicationScoped
public class Simulations {

    /** Steps times nodes: some seconds of one core. */
    private static final int WORK = 5_000_000;

    private static final int MOST_STEPS = 100_000;

    /** Derivatives take up to three runs each, followed far more exactly than a simulation. */
    private static final int MOST_DERIVED = 64;

    private static final int MOST_DERIVED_NODES = 100;

    private final Turns turns;
    private final Limits limits;

    @Inject
    public Simulations(Turns turns, Limits limits) {
        this.turns = turns;
        this.limits = limits;
    }

    /**
     * A simulated run.
     *
     * @param outside what of the run lies outside of the reactor's region
     */
    public record Simulated(Trajectory trajectory, List<String> outside) {}

    /** What a run is derived by. */
    public enum Cause {
        INPUTS,
        INITIAL_STATE,
        KINETICS
    }

    /**
     * A derivative of what is measured.
     *
     * @param of concentration by the quantity, at the times of the run
     * @param ofTemperature the same of the temperature
     * @param withoutCorrection whether it is of the balances of a model that corrects them
     */
    public record Derivative(
            Quantity by, double[] of, double[] ofTemperature, boolean withoutCorrection) {}

    /**
     * What is varied.
     *
     * @param name of an input, of a part of the state or of a parameter
     * @param index of the segment, or of the node; 0 for parameters
     */
    public record Quantity(Cause cause, String name, int index, String unit) {}

    /**
     * Follows a run.
     *
     * @param profile whether all nodes are answered, which the size is judged by
     */
    public Simulated simulate(
            TenantId tenant, DeclaredReactor declared, TimedRun run, boolean profile) {
        int nodes = nodes(declared.nominal());
        limits.requireAnswer(2L * run.timesH().length * (profile ? nodes : 1), "name fewer times");
        Simulator simulator =
                new Simulator(
                        Simulator.Method.AUTO,
                        new Tolerances(1e-8, 1e-8, 1e-8, Math.min(MOST_STEPS, WORK / nodes)));
        Trajectory trajectory =
                turns.take(
                        tenant,
                        "run",
                        () -> simulator.simulate(declared.nominal(), run.run(), run.timesH()));
        return new Simulated(trajectory, declared.outside(run.run(), run.timesH()));
    }

    /**
     * Derivatives of what is measured.
     *
     * @param referenceTemperatureK at which the rate constant is varied, activation energy held
     */
    public List<Derivative> derivatives(
            TenantId tenant,
            Reactor reactor,
            MeasuredNode measured,
            TimedRun run,
            Set<Cause> causes,
            double referenceTemperatureK) {
        requireDerivable(reactor, run, causes);
        return turns.take(
                tenant,
                "run",
                () -> {
                    List<Derivative> all = new ArrayList<>();
                    for (Cause cause : Cause.values()) {
                        if (causes.contains(cause)) {
                            all.addAll(
                                    derivatives(
                                            reactor, measured, run, cause, referenceTemperatureK));
                        }
                    }
                    return all;
                });
    }

    void requireDerivable(Reactor reactor, TimedRun run, Set<Cause> causes) {
        int quantities = 0;
        for (Cause cause : causes) {
            quantities += quantities(reactor, run, cause).size();
        }
        if (quantities > MOST_DERIVED) {
            throw Problems.unprocessable(
                    "There are %d quantities to derive by; allowed are %d: give fewer segments of inputs or one initial state for all nodes."
                            .formatted(quantities, MOST_DERIVED));
        }
        if (nodes(reactor) > MOST_DERIVED_NODES) {
            throw Problems.unprocessable(
                    "The tube has %d nodes; derivatives are for up to %d: declare it with fewer."
                            .formatted(nodes(reactor), MOST_DERIVED_NODES));
        }
        limits.requireAnswer(2L * quantities * run.timesH().length, "name fewer times");
        long times = run.timesH().length + (long) run.run().inputs().segments();
        limits.requireDerived(quantities * times * nodes(reactor));
    }

    static List<Derivative> derivatives(
            Reactor reactor, MeasuredNode measured, TimedRun run, Cause cause, double reference) {
        Sensitivity sensitivity =
                switch (cause) {
                    case INPUTS -> Sensitivity.ofInputs(reactor, run.run(), run.timesH());
                    case INITIAL_STATE ->
                            Sensitivity.ofInitialState(reactor, run.run(), run.timesH());
                    case KINETICS ->
                            Sensitivity.ofKinetics(reactor, run.run(), reference, run.timesH());
                };
        List<Quantity> quantities = quantities(reactor, run, cause);
        List<Derivative> derivatives = new ArrayList<>();
        for (int i = 0; i < quantities.size(); i++) {
            Trajectory derivative = sensitivity.derivatives().get(i);
            derivatives.add(
                    new Derivative(
                            quantities.get(i),
                            derivative.concentrations(measured),
                            derivative.temperaturesK(measured),
                            false));
        }
        return derivatives;
    }

    /** In the order in which {@link Sensitivity} has them. */
    static List<Quantity> quantities(Reactor reactor, TimedRun run, Cause cause) {
        List<Quantity> quantities = new ArrayList<>();
        switch (cause) {
            case INPUTS -> {
                for (int segment = 0; segment < run.run().inputs().segments(); segment++) {
                    for (ReactorInput input : reactor.type().inputs()) {
                        quantities.add(
                                new Quantity(cause, input.fieldName(), segment, input.unit()));
                    }
                }
            }
            case INITIAL_STATE -> {
                for (int node = 0; node < run.run().start().nodes(); node++) {
                    quantities.add(new Quantity(cause, "concentrationKmolPerM3", node, "kmol/m3"));
                    quantities.add(new Quantity(cause, "temperatureK", node, "K"));
                }
            }
            case KINETICS -> {
                for (KineticsParameter parameter : KineticsParameter.values()) {
                    quantities.add(
                            switch (parameter) {
                                case LN_RATE_CONSTANT ->
                                        new Quantity(cause, "lnRateConstant", 0, "1");
                                case ACTIVATION_ENERGY ->
                                        new Quantity(
                                                cause, "activationEnergyKJPerKmol", 0, "kJ/kmol");
                                case REACTION_ENTHALPY ->
                                        new Quantity(
                                                cause, "reactionEnthalpyKJPerKmol", 0, "kJ/kmol");
                            });
                }
            }
        }
        return quantities;
    }

    static int nodes(Reactor reactor) {
        return reactor instanceof PlugFlowReactor tube ? tube.nodes() - 1 : 1;
    }
}
