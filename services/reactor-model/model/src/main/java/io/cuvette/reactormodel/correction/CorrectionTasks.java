package io.cuvette.reactormodel.correction;

import io.cuvette.reactormodel.estimation.Estimate;
import io.cuvette.reactormodel.estimation.ObservedRun;
import io.cuvette.reactormodel.estimation.ParameterEstimator;
import io.cuvette.reactormodel.estimation.UnknownParameter;
import io.cuvette.reactormodel.meta.TaskScaling;
import io.cuvette.reactormodel.meta.TaskSource;
import io.cuvette.reactormodel.network.Windows;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.reactor.ReactorParameter;
import io.cuvette.reactormodel.reactor.ReactorType;
import io.cuvette.reactormodel.simulation.MeasuredNode;
import io.cuvette.reactormodel.simulation.Run;
import io.cuvette.reactormodel.simulation.SimulationException;
import io.cuvette.reactormodel.simulation.Simulator;
import io.cuvette.reactormodel.simulation.Trajectory;
import io.cuvette.reactormodel.task.HiddenPhysics;
import io.cuvette.reactormodel.task.PhysicalSampler;
import io.cuvette.reactormodel.task.PhysicalSettings;
import io.cuvette.reactormodel.task.ReactionOrders;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.RecurrentStack.Architecture;
import io.cuvette.training.core.tensor.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tasks for correcting networks: reactors that lose heat, have a side reaction or another order
 * than is believed, and what balances without any of it leave of their trajectories once they were
 * fitted to a few runs. One third of each type, tubes by turns measured at their first node and at
 * their outlet.
 *
 * @param seed of all tasks
 * @param windows in a task
 */
public record CorrectionTasks(long seed, int windows) implements TaskSource {
    private static final int LEAST_RUNS = 3;
    private static final int MOST_RUNS = 20;
    private static final int MOST_ATTEMPTS = 50;

    private static final List<ReactorType> TYPES = List.of(ReactorType.values());
    private static final List<Misfit> MISFITS = List.of(Misfit.values());

    /** What may be wrong with the balances. */
    public enum Misfit {
        HEAT_LOSS,
        SIDE_REACTION,
        ORDER
    }

    /** Size of a network for them; the paper's layers. */
    public static Architecture architecture() {
        return new Architecture(
                1, RunEncoding.FEATURES, List.of(64, 64), 2, Architecture.Activation.RELU);
    }

    @Override
    public Windows task(long index) {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            Optional<Windows> task = attempt(index, attempt);
            if (task.isPresent()) {
                return task.get();
            }
        }
        throw new IllegalStateException("no reactor of task " + index + " can be followed");
    }

    /** The task of the very reactor that {@link #context} is of; nothing if it is not followed. */
    Optional<Windows> ofContext(long index) {
        return attempt(index, 0);
    }

    private Optional<Windows> attempt(long index, int attempt) {
        RandomStream random = new RandomStream(Seeds.hash(seed, index, attempt));
        try {
            Reactor truth = truth(index, attempt, random);
            return Optional.of(draw(declared(index, truth), truth, random));
        } catch (SimulationException e) {
            // a reactor that cannot be followed everywhere; another one
            return Optional.empty();
        }
    }

    /** What is declared of the reactor of a task, as a gate sees it. */
    double[] context(long index) {
        RandomStream random = new RandomStream(Seeds.hash(seed, index, 0));
        return RunEncoding.context(declared(index, truth(index, 0, random)));
    }

    /** The kind of a task's reactor: tanks by their type, tubes by where they are measured too. */
    static ReactorType type(long index) {
        return TYPES.get((int) (index % TYPES.size()));
    }

    /** Every other tube is measured at its outlet. */
    static MeasuredNode measured(long index) {
        return type(index) == ReactorType.PLUG_FLOW && index / TYPES.size() % 2 == 1
                ? MeasuredNode.OUTLET
                : MeasuredNode.FIRST;
    }

    private static DeclaredReactor declared(long index, Reactor truth) {
        return declared(truth, measured(index));
    }

    private Reactor truth(long index, int attempt, RandomStream random) {
        Misfit misfit = MISFITS.get(random.nextInt(MISFITS.size()));
        return truth(type(index), measured(index), misfit, index, attempt);
    }

    /** A reactor with something that its declaration does not say; a tube by its first node. */
    public Reactor truth(ReactorType type, Misfit misfit, long index, int attempt) {
        return truth(type, MeasuredNode.FIRST, misfit, index, attempt);
    }

    /** The same, what is not said showing at the node that is measured. */
    public Reactor truth(
            ReactorType type, MeasuredNode measured, Misfit misfit, long index, int attempt) {
        PhysicalSettings settings = PhysicalSettings.STANDARD.withMeasured(measured);
        settings =
                switch (misfit) {
                    case HEAT_LOSS -> settings.withHidden(HiddenPhysics.HEAT_LOSS);
                    case SIDE_REACTION -> settings.withHidden(HiddenPhysics.SIDE_REACTION);
                    case ORDER ->
                            settings.withOrders(
                                    type == ReactorType.CSTR
                                            ? new ReactionOrders.Uniform(1.2, 2.5)
                                            : new ReactionOrders.Uniform(0.6, 1.8));
                };
        return new PhysicalSampler(Seeds.hash(seed, misfit.name()), settings)
                .reactor(type, Seeds.hash(index, attempt));
    }

    /** The reactor as its people know it: built as it is, of the nominal substance. */
    public static DeclaredReactor declared(Reactor truth) {
        return declared(truth, MeasuredNode.FIRST);
    }

    /** The same of a reactor that is measured elsewhere. */
    public static DeclaredReactor declared(Reactor truth, MeasuredNode measured) {
        Reactor believed = TaskScaling.nominalTwin(truth);
        return new DeclaredReactor(believed, beliefs(believed), measured, measured.region(truth));
    }

    /** What the physical sampler draws about the nominal substance, as beliefs. */
    static List<UnknownParameter> beliefs(Reactor believed) {
        // uniform within 5 % has a deviation of 2.9 %; log-uniform to a factor of 10, of 1.33
        double rate = believed.type() == ReactorType.BATCH ? 1.33 : 0.029;
        return List.of(
                belief(believed, ReactorParameter.PRE_EXPONENTIAL_FACTOR, rate),
                belief(believed, ReactorParameter.ACTIVATION_ENERGY, 0.029),
                belief(believed, ReactorParameter.REACTION_ENTHALPY, 0.029),
                belief(believed, ReactorParameter.HEAT_CAPACITY, 0.041));
    }

    private static UnknownParameter belief(
            Reactor believed, ReactorParameter parameter, double deviation) {
        return new UnknownParameter(parameter, believed.get(parameter), deviation);
    }

    private Windows draw(DeclaredReactor declared, Reactor truth, RandomStream random) {
        int count = LEAST_RUNS + random.nextInt(MOST_RUNS - LEAST_RUNS + 1);
        List<ObservedRun> runs = observe(truth, declared, count, random);
        Estimate estimate =
                ParameterEstimator.STANDARD.estimate(declared.nominal(), declared.unknown(), runs);
        Base base = new Base(estimate.reactor(), declared.measured());
        OutputScale scale = OutputScale.of(base, declared.region());
        double[] unit = Residuals.of(base, runs).unit(scale);
        List<ObservedRun> many = observe(truth, declared, windows, random);
        Residuals residuals = Residuals.of(base, many);
        RunEncoding encoding = new RunEncoding(base, declared.region(), scale);
        Windows encoded = encoding.encode(many.stream().map(ObservedRun::run).toList());
        float[] targets = new float[windows * RunEncoding.STEPS * 2];
        for (int run = 0; run < windows; run++) {
            for (int step = 0; step < RunEncoding.STEPS; step++) {
                for (int channel = 0; channel < 2; channel++) {
                    targets[(run * RunEncoding.STEPS + step) * 2 + channel] =
                            (float) (residuals.values().get(run)[channel][step] / unit[channel]);
                }
            }
        }
        return encoded.withTargets(targets);
    }

    /** Runs somewhere in the region, measured without noise at ten times. */
    public static List<ObservedRun> observe(
            Reactor truth, DeclaredReactor declared, int count, RandomStream random) {
        double[] times = OutputScale.grid(declared.region().windowH(), RunEncoding.STEPS);
        List<ObservedRun> runs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Run run = OutputScale.draw(truth.type(), declared.region(), random);
            Trajectory t = Simulator.STANDARD.simulate(truth, run, times);
            runs.add(
                    new ObservedRun(
                            run,
                            declared.measured(),
                            times,
                            t.concentrations(declared.measured()),
                            t.temperaturesK(declared.measured())));
        }
        return runs;
    }
}
