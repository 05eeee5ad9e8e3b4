package io.cuvette.reactormodel.simulation;

import io.cuvette.reactormodel.reactor.Kinetics;

/** What can be learnt of kinetics from runs, in the form in which it is least correlated. */
public enum KineticsParameter {
    /** ln k at the reference temperature, E held. */
    LN_RATE_CONSTANT(1e-3),
    /** E in kJ/kmol, k at the reference temperature held. */
    ACTIVATION_ENERGY(20),
    /** Enthalpy of reaction, kJ/kmol. */
    REACTION_ENTHALPY(20);

    private final double step;

    KineticsParameter(double step) {
        this.step = step;
    }

    /**
     * Half the distance of central differences: E changes k by 0.1 % some 10 % from the reference
     * temperature, the enthalpy changes heat by 0.2 %. What they leave out is of the order of 1e-7
     * of the derivative, as is what they add of the integrator's error.
     */
    double step() {
        return step;
    }

    /** Kinetics with this parameter larger by an amount. */
    Kinetics shift(Kinetics kinetics, double referenceTemperatureK, double amount) {
        return switch (this) {
            case LN_RATE_CONSTANT ->
                    kinetics.withPreExponentialFactor(
                            kinetics.preExponentialFactor() * StrictMath.exp(amount));
            case ACTIVATION_ENERGY ->
                    Kinetics.withRateConstantAt(
                            referenceTemperatureK,
                            kinetics.rateConstantAt(referenceTemperatureK),
                            kinetics.activationEnergyKJPerKmol() + amount,
                            kinetics.reactionEnthalpyKJPerKmol(),
                            kinetics.reactionOrder());
            case REACTION_ENTHALPY ->
                    kinetics.withReactionEnthalpy(kinetics.reactionEnthalpyKJPerKmol() + amount);
        };
    }
}
