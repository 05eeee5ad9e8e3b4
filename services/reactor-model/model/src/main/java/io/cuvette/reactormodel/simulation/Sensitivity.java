package io.cuvette.reactormodel.simulation;

import io.cuvette.reactormodel.reactor.Cstr;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.reactor.ReactorInput;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * A run and its derivatives, by differences of second order between runs followed to {@link
 * Tolerances#TIGHT}; their relative errors are about 1e-6. Differences are central, or forward
 * where a concentration would fall below 0.
 *
 * @param trajectory the run
 * @param derivatives of the trajectory, at its times and nodes, by each quantity in turn
 */
public record Sensitivity(Trajectory trajectory, List<Trajectory> derivatives) {
    private static final Simulator TIGHT =
            new Simulator(Simulator.Method.ROSENBROCK, Tolerances.TIGHT);

    // far above the integrator's errors, far below where states bend
    private static final double CONCENTRATION_STEP = 1e-3;
    private static final double TEMPERATURE_STEP_K = 0.05;
    private static final double HEAT_STEP_KJ_PER_H = 500;

    public Sensitivity {
        derivatives = List.copyOf(derivatives);
    }

    /**
     * By the kinetics, in the order of {@link KineticsParameter}.
     *
     * @throws SimulationException when a run cannot be followed
     */
    public static Sensitivity ofKinetics(
            Reactor reactor, Run run, double referenceTemperatureK, double... timesH) {
        List<Trajectory> derivatives = new ArrayList<>();
        for (KineticsParameter parameter : KineticsParameter.values()) {
            DoubleFunction<Trajectory> shifted =
                    amount ->
                            TIGHT.simulate(
                                    reactor.withKinetics(
                                            parameter.shift(
                                                    reactor.kinetics(),
                                                    referenceTemperatureK,
                                                    amount)),
                                    run,
                                    timesH);
            derivatives.add(difference(shifted, parameter.step(), true));
        }
        return new Sensitivity(TIGHT.simulate(reactor, run, timesH), derivatives);
    }

    /**
     * By the inputs: those of the first segment in the order of the reactor's type, then those of
     * the second, and so on.
     *
     * @throws SimulationException when a run cannot be followed
     */
    public static Sensitivity ofInputs(Reactor reactor, Run run, double... timesH) {
        InputProfile inputs = run.inputs();
        List<Trajectory> derivatives = new ArrayList<>();
        for (int i = 0; i < inputs.segments() * inputs.width(); i++) {
            int segment = i / inputs.width();
            int input = i % inputs.width();
            double value = inputs.values()[segment][input];
            ReactorInput which = reactor.type().inputs().get(input);
            double step = stepOf(which);
            DoubleFunction<Trajectory> shifted =
                    amount ->
                            TIGHT.simulate(
                                    reactor,
                                    new Run(
                                            run.start(),
                                            inputs.with(segment, input, value + amount)),
                                    timesH);
            derivatives.add(difference(shifted, step, value - step >= lowest(which, reactor)));
        }
        return new Sensitivity(TIGHT.simulate(reactor, run, timesH), derivatives);
    }

    /**
     * By the initial state: concentration, then temperature, of each of its nodes in turn.
     *
     * @throws SimulationException when a run cannot be followed
     */
    public static Sensitivity ofInitialState(Reactor reactor, Run run, double... timesH) {
        InitialState start = run.start();
        List<Trajectory> derivatives = new ArrayList<>();
        for (int i = 0; i < 2 * start.nodes(); i++) {
            int node = i / 2;
            boolean ofConcentration = i % 2 == 0;
            DoubleFunction<Trajectory> shifted =
                    amount ->
                            TIGHT.simulate(
                                    reactor,
                                    new Run(
                                            shift(start, node, ofConcentration, amount),
                                            run.inputs()),
                                    timesH);
            boolean central =
                    !ofConcentration || start.concentrationsKmolPerM3()[node] >= CONCENTRATION_STEP;
            double step = ofConcentration ? CONCENTRATION_STEP : TEMPERATURE_STEP_K;
            derivatives.add(difference(shifted, step, central));
        }
        return new Sensitivity(TIGHT.simulate(reactor, run, timesH), derivatives);
    }

    private static InitialState shift(
            InitialState start, int node, boolean ofConcentration, double amount) {
        double[] concentrations = start.concentrationsKmolPerM3().clone();
        double[] temperatures = start.temperaturesK().clone();
        (ofConcentration ? concentrations : temperatures)[node] += amount;
        return new InitialState(concentrations, temperatures);
    }

    private static Trajectory difference(
            DoubleFunction<Trajectory> shifted, double step, boolean central) {
        Trajectory first = shifted.apply(central ? -step : 0);
        Trajectory second = shifted.apply(step);
        double[] derivative = new double[first.states().length];
        if (central) {
            for (int i = 0; i < derivative.length; i++) {
                derivative[i] = (second.states()[i] - first.states()[i]) / (2 * step);
            }
        } else {
            double[] third = shifted.apply(2 * step).states();
            for (int i = 0; i < derivative.length; i++) {
                derivative[i] =
                        (4 * second.states()[i] - 3 * first.states()[i] - third[i]) / (2 * step);
            }
        }
        return new Trajectory(first.timesH(), first.nodes(), derivative);
    }

    private static double stepOf(ReactorInput input) {
        return switch (input) {
            case FEED_CONCENTRATION_DEVIATION, INLET_CONCENTRATION -> CONCENTRATION_STEP;
            case HEAT_DEVIATION -> HEAT_STEP_KJ_PER_H;
            case JACKET_TEMPERATURE_DEVIATION, INLET_TEMPERATURE -> TEMPERATURE_STEP_K;
        };
    }

    private static double lowest(ReactorInput input, Reactor reactor) {
        return switch (input) {
            case FEED_CONCENTRATION_DEVIATION -> -((Cstr) reactor).feedConcentrationKmolPerM3();
            case INLET_CONCENTRATION -> 0;
            case HEAT_DEVIATION, JACKET_TEMPERATURE_DEVIATION, INLET_TEMPERATURE ->
                    Double.NEGATIVE_INFINITY;
        };
    }
}
