package io.cuvette.reactormodel.simulation;

import io.cuvette.reactormodel.reactor.BatchReactor;
import io.cuvette.reactormodel.reactor.Cstr;
import io.cuvette.reactormodel.reactor.ExtraPhysics;
import io.cuvette.reactormodel.reactor.Fluid;
import io.cuvette.reactormodel.reactor.Kinetics;
import io.cuvette.reactormodel.reactor.PlugFlowReactor;
import io.cuvette.reactormodel.reactor.Reactor;
import java.util.List;

/** Reactors and runs for tests. */
final class Reactors {
    static final ExtraPhysics EXTRA =
            ExtraPhysics.heatLoss(2000, 290).withSideReaction(3e6, 4.5e4, -2e4);

    private Reactors() {}

    /** One of each type, plain and with everything. */
    static List<Reactor> all() {
        return List.of(
                Cstr.NOMINAL,
                BatchReactor.NOMINAL,
                PlugFlowReactor.NOMINAL,
                Cstr.NOMINAL.withExtra(EXTRA),
                BatchReactor.NOMINAL.withExtra(EXTRA),
                PlugFlowReactor.NOMINAL.withExtra(ExtraPhysics.heatLoss(3, 290)));
    }

    /** At the same rate with 2 kmol/m3. */
    static Reactor ofOrder(Reactor reactor, double order) {
        return reactor.withKinetics(reactor.kinetics().withOrder(order, 2));
    }

    /** A vessel that neither heats nor cools, with a rate constant that is the same everywhere. */
    static BatchReactor isothermal(double rateConstant, double order) {
        return new BatchReactor(1, 0, Fluid.NOMINAL, new Kinetics(rateConstant, 0, 0, order));
    }

    /** An experiment in the middle of the paper's. */
    static Run run(Reactor reactor) {
        return switch (reactor.type()) {
            case CSTR -> Run.ofFeatures(reactor, 450, 3, 2e5, 1);
            case BATCH -> Run.ofFeatures(reactor, 450, 3, 2e5, 2e5);
            case PLUG_FLOW -> Run.ofFeatures(reactor, 420, 2, 150, 150);
        };
    }

    /** How long the paper follows an experiment. */
    static double windowH(Reactor reactor) {
        return switch (reactor.type()) {
            case CSTR -> 0.005;
            case BATCH -> 0.05;
            case PLUG_FLOW -> 0.1;
        };
    }

    /** The reactor after Siettos with which the paper's authors checked their tube. */
    static PlugFlowReactor siettos(int nodes) {
        return new PlugFlowReactor(
                2,
                1,
                0.002,
                0.01,
                25,
                293,
                nodes,
                new Fluid(47, 25),
                new Kinetics(3.34e8, 8600 * Kinetics.GAS_CONSTANT_KJ_PER_KMOL_K, -44000, 1));
    }
}
