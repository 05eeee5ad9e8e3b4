package io.cuvette.reactormodel.reactor;

/**
 * One irreversible reaction A to B of order n with Arrhenius' law: r = k0 exp(-E / (R T)) C^n.
 *
 * <p>Checked by the reactor that holds it; see {@link ReactorParameter} for the ranges.
 *
 * @param preExponentialFactor k0 in (m3/kmol)^(n-1)/h
 * @param activationEnergyKJPerKmol E
 * @param reactionEnthalpyKJPerKmol of A converted, negative when heat is set free
 * @param reactionOrder n, may be fractional
 */
public record Kinetics(
        double preExponentialFactor,
        double activationEnergyKJPerKmol,
        double reactionEnthalpyKJPerKmol,
        double reactionOrder) {

    /** R as the paper rounds it, kJ/(kmol K). */
    public static final double GAS_CONSTANT_KJ_PER_KMOL_K = 8.314;

    /** Kinetics whose rate constant at one temperature is known, rather than at infinite one. */
    public static Kinetics withRateConstantAt(
            double temperatureK,
            double rateConstant,
            double activationEnergyKJPerKmol,
            double reactionEnthalpyKJPerKmol,
            double reactionOrder) {
        return new Kinetics(
                rateConstant * StrictMath.exp(reduced(activationEnergyKJPerKmol) / temperatureK),
                activationEnergyKJPerKmol,
                reactionEnthalpyKJPerKmol,
                reactionOrder);
    }

    /** E / R in K. */
    public double activationTemperatureK() {
        return reduced(activationEnergyKJPerKmol);
    }

    /** k0 exp(-E / (R T)) in (m3/kmol)^(n-1)/h. */
    public double rateConstantAt(double temperatureK) {
        return preExponentialFactor * StrictMath.exp(-activationTemperatureK() / temperatureK);
    }

    public Kinetics withPreExponentialFactor(double factor) {
        return new Kinetics(
                factor, activationEnergyKJPerKmol, reactionEnthalpyKJPerKmol, reactionOrder);
    }

    public Kinetics withActivationEnergy(double energyKJPerKmol) {
        return new Kinetics(
                preExponentialFactor, energyKJPerKmol, reactionEnthalpyKJPerKmol, reactionOrder);
    }

    public Kinetics withReactionEnthalpy(double enthalpyKJPerKmol) {
        return new Kinetics(
                preExponentialFactor, activationEnergyKJPerKmol, enthalpyKJPerKmol, reactionOrder);
    }

    /**
     * The same reaction with another order, as fast as before at the given concentration and at
     * every temperature: k0' = k0 C^(n - n').
     */
    public Kinetics withOrder(double order, double sameRateAtKmolPerM3) {
        return new Kinetics(
                preExponentialFactor * StrictMath.pow(sameRateAtKmolPerM3, reactionOrder - order),
                activationEnergyKJPerKmol,
                reactionEnthalpyKJPerKmol,
                order);
    }

    private static double reduced(double activationEnergyKJPerKmol) {
        return activationEnergyKJPerKmol / GAS_CONSTANT_KJ_PER_KMOL_K;
    }
}
