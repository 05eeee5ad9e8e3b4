package io.cuvette.reactormodel.task;

import io.cuvette.reactormodel.reactor.BatchReactor;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.reactor.ReactorType;
import io.cuvette.reactormodel.simulation.MeasuredNode;
import io.cuvette.reactormodel.simulation.SimulationException;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.Seeds;
import java.util.Arrays;
import java.util.Optional;

/**
 * Tasks of reactors that could be built, integrated correctly, nothing filtered. About the nominal
 * reactors:
 *
 * <ul>
 *   <li>CSTR: volume and flow up to 10 times larger or smaller (log-uniform), feed of 270 to 400 K
 *       and 3.5 to 8 kmol/m3
 *   <li>batch: volume and k0 up to 10 times larger or smaller
 *   <li>tube: cross-section and wall area up to 10 times, velocity and heat transfer up to 2 times
 *       larger or smaller, jacket of 273 to 330 K and up to 150 K hotter in experiments
 *   <li>all: density, heat capacity, activation energy, enthalpy and (but for batch) k0 within 5 %
 * </ul>
 *
 * <p>Experiments are the paper's 6,400 of initial states of 300 to 600 K and 0 to 6 kmol/m3 (tubes:
 * inlets of 300 to 500 K and 0.5 to 3 kmol/m3) at each of some inputs, recorded ten times over the
 * paper's windows, with two exceptions. Heat of a batch reactor below 1 m3 is at most 5e5 kJ/h for
 * each m3, since 5e5 kJ/h would cool a tenth of it by 1,100 K. Tubes measured at the outlet are
 * followed for 1 h instead of 0.1 h, in which nothing that enters would come out.
 *
 * <p>A reactor of which one experiment cannot be followed is drawn again.
 *
 * @param seed of all its tasks
 * @param settings what is drawn
 */
public record PhysicalSampler(long seed, PhysicalSettings settings) implements TaskSampler {
    private static final int OUTPUTS = 10;
    private static final int MAXIMUM_ATTEMPTS = 100;
    private static final double LARGEST_HEAT_KJ_PER_H = 5e5;

    public PhysicalSampler(long seed) {
        this(seed, PhysicalSettings.STANDARD);
    }

    /** The nominal reactor's task: what is known before anything is measured. */
    public Task nominalTask(ReactorType type) {
        return task(type.nominal());
    }

    /**
     * The task of a given reactor.
     *
     * @throws SimulationException when an experiment cannot be followed
     */
    public Task task(Reactor reactor) {
        ReactorType type = reactor.type();
        double[] times = timesH(type, settings.measured());
        double[] features = features(reactor);
        return new Task(
                reactor,
                settings.measured(),
                StateOrigin.ZERO,
                times,
                features,
                Experiments.simulate(
                        reactor, features, times, settings.measured(), settings.tolerances()));
    }

    @Override
    public Task task(ReactorType type, long index) {
        for (int attempt = 0; attempt < MAXIMUM_ATTEMPTS; attempt++) {
            Optional<Task> task = attempt(reactor(type, index, attempt));
            if (task.isPresent()) {
                return task.get();
            }
        }
        throw new IllegalStateException(
                "None of " + MAXIMUM_ATTEMPTS + " reactors of type " + type + " can be followed.");
    }

    /** When experiments are recorded, h. */
    static double[] timesH(ReactorType type, MeasuredNode measured) {
        double windowH = windowH(type, measured);
        double[] times = new double[OUTPUTS];
        Arrays.setAll(times, i -> windowH * (i + 1) / OUTPUTS);
        return times;
    }

    private static double windowH(ReactorType type, MeasuredNode measured) {
        return switch (type) {
            case CSTR -> 0.005;
            case BATCH -> 0.05;
            case PLUG_FLOW -> measured == MeasuredNode.OUTLET ? 1 : 0.1;
        };
    }

    /** The reactor of a task, if it can be followed; without its experiments. */
    public Reactor reactor(ReactorType type, long index) {
        return reactor(type, index, 0);
    }

    private Reactor reactor(ReactorType type, long index, int attempt) {
        long stream = Seeds.hash(seed, "physical " + type.name());
        RandomStream random = new RandomStream(Seeds.hash(stream, index, attempt));
        return new PhysicalReactors(random, settings)
                .draw(type, windowH(type, settings.measured()));
    }

    private Optional<Task> attempt(Reactor reactor) {
        try {
            return Optional.of(task(reactor));
        } catch (SimulationException e) {
            return Optional.empty();
        }
    }

    private static double[] features(Reactor reactor) {
        return switch (reactor.type()) {
            case CSTR ->
                    tankStates(20)
                            .withInputs(Grid.linspace(-3.5, 3.5, 4), heats(LARGEST_HEAT_KJ_PER_H));
            case BATCH -> {
                double volumeM3 = ((BatchReactor) reactor).volumeM3();
                yield tankStates(40)
                        .withInput(heats(LARGEST_HEAT_KJ_PER_H * Math.min(1, volumeM3)));
            }
            case PLUG_FLOW ->
                    Grid.of(Grid.linspace(300, 500, 40), Grid.linspace(0.5, 3, 40))
                            .withInput(Grid.linspace(0, 150, 4));
        };
    }

    private static Grid tankStates(int points) {
        return Grid.of(Grid.linspace(300, 600, points), Grid.linspace(0, 6, points));
    }

    private static double[] heats(double largest) {
        return Grid.linspace(-largest, largest, 4);
    }
}
