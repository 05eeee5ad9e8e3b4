package io.cuvette.reactormodel.reactor;

/**
 * The reacting liquid, its properties taken as constant.
 *
 * <p>Checked by the reactor that holds it; see {@link ReactorParameter} for the ranges.
 */
public record Fluid(double densityKgPerM3, double heatCapacityKJPerKgK) {

    /** The liquid of the paper's nominal reactors. */
    public static final Fluid NOMINAL = new Fluid(1000, 0.231);

    /** Density times heat capacity, kJ/(m3 K). */
    public double volumetricHeatCapacity() {
        return densityKgPerM3 * heatCapacityKJPerKgK;
    }
}
