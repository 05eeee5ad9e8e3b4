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

/** The paper's draws about the nominal reactors: x + x u, u uniform. */
final class PaperReactors {
    private final RandomStream random;

    private PaperReactors(RandomStream random) {
        this.random = random;
    }

    /**
     * @param wideBatchRate k0 of batch reactors as widely as volumes; within 5 % otherwise
     */
    static Reactor draw(ReactorType type, boolean wideBatchRate, RandomStream random) {
        PaperReactors draws = new PaperReactors(random);
        return switch (type) {
            case CSTR -> draws.cstr();
            case BATCH -> draws.batch(wideBatchRate);
            case PLUG_FLOW -> draws.tube();
        };
    }

    // Q_s is drawn too, as 1000 % of the nominal 0

    private Cstr cstr() {
        Cstr nominal = Cstr.NOMINAL;
        double feedTemperatureK = within100(nominal.feedTemperatureK());
        double volumeM3 = within1000(nominal.volumeM3());
        double flowM3PerH = within1000(nominal.flowM3PerH());
        double feedConcentration = within100(nominal.feedConcentrationKmolPerM3());
        return new Cstr(
                volumeM3,
                flowM3PerH,
                feedTemperatureK,
                feedConcentration,
                nominal.steadyHeatKJPerH(),
                fluid(nominal.fluid()),
                kinetics(nominal.kinetics(), false),
                ExtraPhysics.NONE,
                ParameterCheck.FINITE);
    }

    private BatchReactor batch(boolean wideRate) {
        BatchReactor nominal = BatchReactor.NOMINAL;
        return new BatchReactor(
                within1000(nominal.volumeM3()),
                nominal.steadyHeatKJPerH(),
                fluid(nominal.fluid()),
                kinetics(nominal.kinetics(), wideRate),
                ExtraPhysics.NONE,
                ParameterCheck.FINITE);
    }

    private PlugFlowReactor tube() {
        PlugFlowReactor nominal = PlugFlowReactor.NOMINAL;
        return new PlugFlowReactor(
                within100(nominal.velocityMPerH()),
                nominal.lengthM(),
                within1000(nominal.crossSectionM2()),
                within1000(nominal.wallAreaM2PerM()),
                within100(nominal.heatTransferKJPerHourM2K()),
                // 273 to 586 K
                vary(nominal.jacketTemperatureK(), -0.068259, 1),
                nominal.nodes(),
                fluid(nominal.fluid()),
                kinetics(nominal.kinetics(), false),
                ExtraPhysics.NONE,
                ParameterCheck.FINITE);
    }

    private Fluid fluid(Fluid nominal) {
        return new Fluid(
                within5(nominal.densityKgPerM3()), within5(nominal.heatCapacityKJPerKgK()));
    }

    private Kinetics kinetics(Kinetics nominal, boolean wideRate) {
        double k0 = nominal.preExponentialFactor();
        return new Kinetics(
                wideRate ? within1000(k0) : within5(k0),
                within5(nominal.activationEnergyKJPerKmol()),
                within5(nominal.reactionEnthalpyKJPerKmol()),
                nominal.reactionOrder());
    }

    /** From -9 times the value to 11 times it. */
    private double within1000(double value) {
        return vary(value, -10, 10);
    }

    private double within100(double value) {
        return vary(value, -1, 1);
    }

    private double within5(double value) {
        return vary(value, -0.05, 0.05);
    }

    private double vary(double value, double lower, double upper) {
        return value + value * (lower + (upper - lower) * random.nextDouble());
    }
}
