package io.cuvette.reactormodel.task;

import io.cuvette.reactormodel.simulation.MeasuredNode;
import io.cuvette.reactormodel.simulation.Tolerances;

/**
 * What a physical sampler draws.
 *
 * @param measured where tubes are measured
 * @param orders of the reactions
 * @param hidden physics beyond the plain balances
 * @param tolerances of the simulations
 */
public record PhysicalSettings(
        MeasuredNode measured, ReactionOrders orders, HiddenPhysics hidden, Tolerances tolerances) {

    /**
     * Plain reactors of nominal order, tubes measured at their first node, relative errors of 1e-5
     * a step: on the nominal grids at most 3e-4 kmol/m3 and 0.02 K, a thousandth of what a network
     * misses.
     */
    public static final PhysicalSettings STANDARD =
            new PhysicalSettings(
                    MeasuredNode.FIRST,
                    new ReactionOrders.Nominal(),
                    HiddenPhysics.NONE,
                    Tolerances.of(1e-5));

    public PhysicalSettings withMeasured(MeasuredNode newMeasured) {
        return new PhysicalSettings(newMeasured, orders, hidden, tolerances);
    }

    public PhysicalSettings withOrders(ReactionOrders newOrders) {
        return new PhysicalSettings(measured, newOrders, hidden, tolerances);
    }

    public PhysicalSettings withHidden(HiddenPhysics newHidden) {
        return new PhysicalSettings(measured, orders, newHidden, tolerances);
    }

    public PhysicalSettings withTolerances(Tolerances newTolerances) {
        return new PhysicalSettings(measured, orders, hidden, newTolerances);
    }
}
