package io.cuvette.reactormodel.reactor;

/**
 * What the plain balances leave out: heat lost to the surroundings, and a side reaction A to C of
 * first order. Reactors with it test models whose assumed balances are wrong.
 *
 * <p>Checked by the reactor that holds it; see {@link ReactorParameter} for the ranges.
 *
 * @param heatLossKJPerHourK heat lost per K above the surroundings; of a tube per metre of it
 * @param ambientTemperatureK of the surroundings
 * @param sidePreExponentialFactorPerH 0: no side reaction
 * @param sideActivationEnergyKJPerKmol of the side reaction
 * @param sideReactionEnthalpyKJPerKmol of the side reaction
 */
public record ExtraPhysics(
        double heatLossKJPerHourK,
        double ambientTemperatureK,
        double sidePreExponentialFactorPerH,
        double sideActivationEnergyKJPerKmol,
        double sideReactionEnthalpyKJPerKmol) {

    private static final double ROOM_TEMPERATURE_K = 298.15;

    /** The plain reactor. */
    public static final ExtraPhysics NONE = heatLoss(0, ROOM_TEMPERATURE_K);

    public static ExtraPhysics heatLoss(double heatLossKJPerHourK, double ambientTemperatureK) {
        return new ExtraPhysics(heatLossKJPerHourK, ambientTemperatureK, 0, 0, 0);
    }

    public ExtraPhysics withSideReaction(
            double preExponentialFactorPerH,
            double activationEnergyKJPerKmol,
            double reactionEnthalpyKJPerKmol) {
        return new ExtraPhysics(
                heatLossKJPerHourK,
                ambientTemperatureK,
                preExponentialFactorPerH,
                activationEnergyKJPerKmol,
                reactionEnthalpyKJPerKmol);
    }
}
