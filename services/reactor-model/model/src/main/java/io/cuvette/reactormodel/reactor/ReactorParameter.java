package io.cuvette.reactormodel.reactor;

import static io.cuvette.reactormodel.reactor.ReactorType.BATCH;
import static io.cuvette.reactormodel.reactor.ReactorType.CSTR;
import static io.cuvette.reactormodel.reactor.ReactorType.PLUG_FLOW;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Every number that describes a reactor: name, unit, allowed range (both ends allowed) and the
 * reactors that have it.
 *
 * <p>The ranges keep out what cannot be meant, such as a volume in litres with the sign lost; they
 * are far wider than what is drawn for training.
 */
public enum ReactorParameter {
    VOLUME("volumeM3", "m3", 1e-6, 1e5, CSTR, BATCH),
    FLOW("flowM3PerH", "m3/h", 1e-6, 1e6, CSTR),
    FEED_TEMPERATURE("feedTemperatureK", "K", 150, 1500, CSTR),
    FEED_CONCENTRATION("feedConcentrationKmolPerM3", "kmol/m3", 0, 200, CSTR),
    STEADY_HEAT("steadyHeatKJPerH", "kJ/h", -1e10, 1e10, CSTR, BATCH),
    VELOCITY("velocityMPerH", "m/h", 1e-6, 1e6, PLUG_FLOW),
    LENGTH("lengthM", "m", 1e-3, 1e4, PLUG_FLOW),
    CROSS_SECTION("crossSectionM2", "m2", 1e-9, 1e3, PLUG_FLOW),
    WALL_AREA("wallAreaM2PerM", "m2/m", 0, 1e4, PLUG_FLOW),
    HEAT_TRANSFER("heatTransferKJPerHourM2K", "kJ/(h m2 K)", 0, 1e8, PLUG_FLOW),
    JACKET_TEMPERATURE("jacketTemperatureK", "K", 150, 1500, PLUG_FLOW),
    DENSITY("densityKgPerM3", "kg/m3", 1e-3, 3e4, CSTR, BATCH, PLUG_FLOW),
    HEAT_CAPACITY("heatCapacityKJPerKgK", "kJ/(kg K)", 1e-3, 1e3, CSTR, BATCH, PLUG_FLOW),
    PRE_EXPONENTIAL_FACTOR(
            "preExponentialFactor", "(m3/kmol)^(n-1)/h", 1e-12, 1e60, CSTR, BATCH, PLUG_FLOW),
    ACTIVATION_ENERGY("activationEnergyKJPerKmol", "kJ/kmol", 0, 1e6, CSTR, BATCH, PLUG_FLOW),
    REACTION_ENTHALPY("reactionEnthalpyKJPerKmol", "kJ/kmol", -2e6, 2e6, CSTR, BATCH, PLUG_FLOW),
    REACTION_ORDER("reactionOrder", "1", 0.5, 3, CSTR, BATCH, PLUG_FLOW),
    /** Of a tube: per metre of it, kJ/(h K m). */
    HEAT_LOSS("heatLossKJPerHourK", "kJ/(h K)", 0, 1e9, CSTR, BATCH, PLUG_FLOW),
    AMBIENT_TEMPERATURE("ambientTemperatureK", "K", 150, 1500, CSTR, BATCH, PLUG_FLOW),
    SIDE_PRE_EXPONENTIAL_FACTOR(
            "sidePreExponentialFactorPerH", "1/h", 0, 1e60, CSTR, BATCH, PLUG_FLOW),
    SIDE_ACTIVATION_ENERGY(
            "sideActivationEnergyKJPerKmol", "kJ/kmol", 0, 1e6, CSTR, BATCH, PLUG_FLOW),
    SIDE_REACTION_ENTHALPY(
            "sideReactionEnthalpyKJPerKmol", "kJ/kmol", -2e6, 2e6, CSTR, BATCH, PLUG_FLOW);

    private final String fieldName;
    private final String unit;
    private final double lower;
    private final double upper;

    @SuppressWarnings("ImmutableEnumChecker") // written once, and nobody else has it
    private final Set<ReactorType> types;

    ReactorParameter(
            String fieldName, String unit, double lower, double upper, ReactorType... types) {
        this.fieldName = fieldName;
        this.unit = unit;
        this.lower = lower;
        this.upper = upper;
        this.types = EnumSet.copyOf(Arrays.asList(types));
    }

    /** The parameters of one kind of reactor, in the order of this enumeration. */
    public static List<ReactorParameter> of(ReactorType type) {
        return Arrays.stream(values()).filter(parameter -> parameter.belongsTo(type)).toList();
    }

    public boolean belongsTo(ReactorType type) {
        return types.contains(type);
    }

    /** Its name in requests, findings and records. */
    public String fieldName() {
        return fieldName;
    }

    public String unit() {
        return unit;
    }

    /** The smallest allowed value. */
    public double lower() {
        return lower;
    }

    /** The largest allowed value. */
    public double upper() {
        return upper;
    }
}
