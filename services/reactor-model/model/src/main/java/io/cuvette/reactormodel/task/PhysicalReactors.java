package io.cuvette.reactormodel.task;

import io.cuvette.reactormodel.reactor.BatchReactor;
import io.cuvette.reactormodel.reactor.Cstr;
import io.cuvette.reactormodel.reactor.ExtraPhysics;
import io.cuvette.reactormodel.reactor.Fluid;
import io.cuvette.reactormodel.reactor.Kinetics;
import io.cuvette.reactormodel.reactor.ParameterCheck;
import io.cuvette.reactormodel.reactor.PlugFlowReactor;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.reactor.ReactorType;
import io.cuvette.training.core.tensor.RandomStream;

/**
 * Draws reactors that could be built, about the nominal ones; {@link PhysicalSampler} gives the
 * ranges.
 */
final class PhysicalReactors {
    /** Where reactions of different orders are as fast. */
    private static final double TYPICAL_CONCENTRATION = 2;

    private static final double TYPICAL_TEMPERATURE_K = 400;
    private static final double SURROUNDINGS_K = 298.15;

    private final RandomStream random;
    private final PhysicalSettings settings;

    PhysicalReactors(RandomStream random, PhysicalSettings settings) {
        this.random = random;
        this.settings = settings;
    }

    /** One reactor; the window is the time its experiments take. */
    Reactor draw(ReactorType type, double windowH) {
        Reactor plain =
                switch (type) {
                    case CSTR -> cstr();
                    case BATCH -> batch();
                    case PLUG_FLOW -> tube();
                };
        return plain.withExtra(extra(plain, windowH));
    }

    private Cstr cstr() {
        Cstr nominal = Cstr.NOMINAL;
        return new Cstr(
                factor(nominal.volumeM3(), 10),
                factor(nominal.flowM3PerH(), 10),
                uniform(270, 400),
                // with the lowest deviation of -3.5 still at least 0
                uniform(3.5, 8),
                0,
                fluid(nominal.fluid()),
                kinetics(nominal.kinetics(), false),
                ExtraPhysics.NONE,
                ParameterCheck.PHYSICAL);
    }

    private BatchReactor batch() {
        BatchReactor nominal = BatchReactor.NOMINAL;
        return new BatchReactor(
                factor(nominal.volumeM3(), 10),
                0,
                fluid(nominal.fluid()),
                kinetics(nominal.kinetics(), true),
                ExtraPhysics.NONE,
                ParameterCheck.PHYSICAL);
    }

    private PlugFlowReactor tube() {
        PlugFlowReactor nominal = PlugFlowReactor.NOMINAL;
        return new PlugFlowReactor(
                factor(nominal.velocityMPerH(), 2),
                nominal.lengthM(),
                factor(nominal.crossSectionM2(), 10),
                factor(nominal.wallAreaM2PerM(), 10),
                factor(nominal.heatTransferKJPerHourM2K(), 2),
                uniform(273, 330),
                nominal.nodes(),
                fluid(nominal.fluid()),
                kinetics(nominal.kinetics(), false),
                ExtraPhysics.NONE,
                ParameterCheck.PHYSICAL);
    }

    private Fluid fluid(Fluid nominal) {
        return new Fluid(
                within5(nominal.densityKgPerM3()), within5(nominal.heatCapacityKJPerKgK()));
    }

    private Kinetics kinetics(Kinetics nominal, boolean wideRate) {
        double k0 = nominal.preExponentialFactor();
        Kinetics drawn =
                new Kinetics(
                        wideRate ? factor(k0, 10) : within5(k0),
                        within5(nominal.activationEnergyKJPerKmol()),
                        within5(nominal.reactionEnthalpyKJPerKmol()),
                        nominal.reactionOrder());
        double order = settings.orders().draw(nominal.reactionOrder(), random);
        return order == nominal.reactionOrder()
                ? drawn
                : drawn.withOrder(order, TYPICAL_CONCENTRATION);
    }

    private ExtraPhysics extra(Reactor reactor, double windowH) {
        return switch (settings.hidden()) {
            case NONE -> ExtraPhysics.NONE;
            case HEAT_LOSS ->
                    ExtraPhysics.heatLoss(
                            -StrictMath.log(1 - uniform(0.05, 0.5))
                                    / windowH
                                    * reactor.fluid().volumetricHeatCapacity()
                                    * volumeOrCrossSection(reactor),
                            SURROUNDINGS_K);
            case SIDE_REACTION ->
                    ExtraPhysics.NONE.withSideReaction(sideFactor(reactor), sideEnergy(reactor), 0);
        };
    }

    private static double sideEnergy(Reactor reactor) {
        return 0.8 * reactor.kinetics().activationEnergyKJPerKmol();
    }

    private double sideFactor(Reactor reactor) {
        Kinetics main = reactor.kinetics();
        double perH =
                main.rateConstantAt(TYPICAL_TEMPERATURE_K)
                        * StrictMath.pow(TYPICAL_CONCENTRATION, main.reactionOrder() - 1);
        return Kinetics.withRateConstantAt(
                        TYPICAL_TEMPERATURE_K, uniform(0.1, 0.5) * perH, sideEnergy(reactor), 0, 1)
                .preExponentialFactor();
    }

    private static double volumeOrCrossSection(Reactor reactor) {
        if (reactor instanceof Cstr cstr) {
            return cstr.volumeM3();
        }
        return reactor instanceof PlugFlowReactor tube
                ? tube.crossSectionM2()
                : ((BatchReactor) reactor).volumeM3();
    }

    /** Log-uniform from the value divided by a factor to the value times it. */
    private double factor(double value, double largest) {
        return value * StrictMath.pow(largest, uniform(-1, 1));
    }

    private double within5(double value) {
        return value * uniform(0.95, 1.05);
    }

    private double uniform(double lowest, double highest) {
        return lowest + (highest - lowest) * random.nextDouble();
    }
}
