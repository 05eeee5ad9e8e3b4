package io.cuvette.reactormodel.reactor;

/** The parameters that every reactor has: of its fluid, its kinetics and its extra physics. */
final class SharedParameters {

    private SharedParameters() {}

    static double get(Reactor reactor, ReactorParameter parameter) {
        return switch (parameter) {
            case DENSITY -> reactor.fluid().densityKgPerM3();
            case HEAT_CAPACITY -> reactor.fluid().heatCapacityKJPerKgK();
            case PRE_EXPONENTIAL_FACTOR -> reactor.kinetics().preExponentialFactor();
            case ACTIVATION_ENERGY -> reactor.kinetics().activationEnergyKJPerKmol();
            case REACTION_ENTHALPY -> reactor.kinetics().reactionEnthalpyKJPerKmol();
            case REACTION_ORDER -> reactor.kinetics().reactionOrder();
            case HEAT_LOSS -> reactor.extra().heatLossKJPerHourK();
            case AMBIENT_TEMPERATURE -> reactor.extra().ambientTemperatureK();
            case SIDE_PRE_EXPONENTIAL_FACTOR -> reactor.extra().sidePreExponentialFactorPerH();
            case SIDE_ACTIVATION_ENERGY -> reactor.extra().sideActivationEnergyKJPerKmol();
            case SIDE_REACTION_ENTHALPY -> reactor.extra().sideReactionEnthalpyKJPerKmol();
            case VOLUME,
                    FLOW,
                    FEED_TEMPERATURE,
                    FEED_CONCENTRATION,
                    STEADY_HEAT,
                    VELOCITY,
                    LENGTH,
                    CROSS_SECTION,
                    WALL_AREA,
                    HEAT_TRANSFER,
                    JACKET_TEMPERATURE ->
                    throw missing(reactor, parameter);
        };
    }

    static Reactor with(Reactor reactor, ReactorParameter parameter, double value) {
        Fluid fluid = reactor.fluid();
        Kinetics kinetics = reactor.kinetics();
        ExtraPhysics extra = reactor.extra();
        return switch (parameter) {
            case DENSITY -> reactor.withFluid(new Fluid(value, fluid.heatCapacityKJPerKgK()));
            case HEAT_CAPACITY -> reactor.withFluid(new Fluid(fluid.densityKgPerM3(), value));
            case PRE_EXPONENTIAL_FACTOR ->
                    reactor.withKinetics(kinetics.withPreExponentialFactor(value));
            case ACTIVATION_ENERGY -> reactor.withKinetics(kinetics.withActivationEnergy(value));
            case REACTION_ENTHALPY -> reactor.withKinetics(kinetics.withReactionEnthalpy(value));
            case REACTION_ORDER ->
                    reactor.withKinetics(
                            new Kinetics(
                                    kinetics.preExponentialFactor(),
                                    kinetics.activationEnergyKJPerKmol(),
                                    kinetics.reactionEnthalpyKJPerKmol(),
                                    value));
            case HEAT_LOSS ->
                    reactor.withExtra(heatLoss(extra, value, extra.ambientTemperatureK()));
            case AMBIENT_TEMPERATURE ->
                    reactor.withExtra(heatLoss(extra, extra.heatLossKJPerHourK(), value));
            case SIDE_PRE_EXPONENTIAL_FACTOR ->
                    reactor.withExtra(
                            extra.withSideReaction(
                                    value,
                                    extra.sideActivationEnergyKJPerKmol(),
                                    extra.sideReactionEnthalpyKJPerKmol()));
            case SIDE_ACTIVATION_ENERGY ->
                    reactor.withExtra(
                            extra.withSideReaction(
                                    extra.sidePreExponentialFactorPerH(),
                                    value,
                                    extra.sideReactionEnthalpyKJPerKmol()));
            case SIDE_REACTION_ENTHALPY ->
                    reactor.withExtra(
                            extra.withSideReaction(
                                    extra.sidePreExponentialFactorPerH(),
                                    extra.sideActivationEnergyKJPerKmol(),
                                    value));
            case VOLUME,
                    FLOW,
                    FEED_TEMPERATURE,
                    FEED_CONCENTRATION,
                    STEADY_HEAT,
                    VELOCITY,
                    LENGTH,
                    CROSS_SECTION,
                    WALL_AREA,
                    HEAT_TRANSFER,
                    JACKET_TEMPERATURE ->
                    throw missing(reactor, parameter);
        };
    }

    private static ExtraPhysics heatLoss(ExtraPhysics extra, double loss, double ambientK) {
        return ExtraPhysics.heatLoss(loss, ambientK)
                .withSideReaction(
                        extra.sidePreExponentialFactorPerH(),
                        extra.sideActivationEnergyKJPerKmol(),
                        extra.sideReactionEnthalpyKJPerKmol());
    }

    private static IllegalArgumentException missing(Reactor reactor, ReactorParameter parameter) {
        return new IllegalArgumentException(
                "A reactor of type "
                        + reactor.type()
                        + " has no "
                        + parameter.fieldName()
                        + "; ask for one of its own parameters.");
    }
}
