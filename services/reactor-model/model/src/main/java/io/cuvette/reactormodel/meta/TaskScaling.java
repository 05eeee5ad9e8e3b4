package io.cuvette.reactormodel.meta;

import io.cuvette.reactormodel.network.StandardScaler;
import io.cuvette.reactormodel.network.Windows;
import io.cuvette.reactormodel.reactor.BatchReactor;
import io.cuvette.reactormodel.reactor.Cstr;
import io.cuvette.reactormodel.reactor.ExtraPhysics;
import io.cuvette.reactormodel.reactor.Fluid;
import io.cuvette.reactormodel.reactor.PlugFlowReactor;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.simulation.Run;
import io.cuvette.reactormodel.simulation.Tolerances;
import io.cuvette.reactormodel.task.Task;

/**
 * How a reactor's numbers become the networks'.
 *
 * @param features of the paper's four numbers
 * @param outputs of temperature and concentration
 */
public record TaskScaling(StandardScaler features, StandardScaler outputs) {

    /** From the task's own outputs, as the paper does; needs to know what is to be predicted. */
    public static TaskScaling oracle(Task task) {
        return new TaskScaling(
                StandardScaler.fit(task.features(), Run.FEATURES),
                StandardScaler.fit(task.outputs(), Task.STATES));
    }

    /**
     * From what the balances say with textbook values for everything about the substance: knows how
     * the reactor is built and driven, and nothing that was measured.
     *
     * @throws io.cuvette.reactormodel.simulation.SimulationException when they cannot be followed
     */
    public static TaskScaling nominal(Task task) {
        return oracle(task.in(nominalTwin(task.reactor()), Tolerances.of(1e-4)));
    }

    /** The reactor as it is believed to be: built the same, with the nominal substance. */
    public static Reactor nominalTwin(Reactor reactor) {
        Reactor nominal =
                switch (reactor.type()) {
                    case CSTR -> Cstr.NOMINAL;
                    case BATCH -> BatchReactor.NOMINAL;
                    case PLUG_FLOW -> PlugFlowReactor.NOMINAL;
                };
        return reactor.withKinetics(nominal.kinetics())
                .withFluid(Fluid.NOMINAL)
                .withExtra(ExtraPhysics.NONE);
    }

    public Windows windows(Task task) {
        return new Windows(
                task.samples(),
                task.timesH().length,
                1,
                Run.FEATURES,
                Task.STATES,
                features.scale(task.features()),
                outputs.scale(task.outputs()));
    }
}
