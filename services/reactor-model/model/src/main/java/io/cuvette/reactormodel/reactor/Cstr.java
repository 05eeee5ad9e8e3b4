package io.cuvette.reactormodel.reactor;

import java.util.List;

/**
 * A continuous stirred tank: F the flow, V the volume, T0 and CA0 temperature and concentration of
 * the feed, Q the heat supplied, r the rate of reaction.
 *
 * <pre>
 * dC/dt = (F/V) (CA0 - C) - r
 * dT/dt = (F/V) (T0 - T) - dH/(rho Cp) r + Q/(rho Cp V)
 * </pre>
 *
 * @param feedConcentrationKmolPerM3 the steady one, about which the input deviates
 * @param steadyHeatKJPerH supplied when the input is 0
 */
public record Cstr(
        double volumeM3,
        double flowM3PerH,
        double feedTemperatureK,
        double feedConcentrationKmolPerM3,
        double steadyHeatKJPerH,
        Fluid fluid,
        Kinetics kinetics,
        ExtraPhysics extra,
        ParameterCheck check)
        implements Reactor {

    /** The paper's: second order, steady at 402.0 K and 1.950 kmol/m3. */
    public static final Cstr NOMINAL =
            new Cstr(1, 5, 300, 4, 0, Fluid.NOMINAL, new Kinetics(8.46e6, 5e4, -1.15e4, 2));

    private static final List<ReactorParameter> OWN =
            List.of(
                    ReactorParameter.VOLUME,
                    ReactorParameter.FLOW,
                    ReactorParameter.FEED_TEMPERATURE,
                    ReactorParameter.FEED_CONCENTRATION,
                    ReactorParameter.STEADY_HEAT);

    public Cstr {
        new ParameterFindings(check)
                .see(ReactorParameter.VOLUME, volumeM3)
                .see(ReactorParameter.FLOW, flowM3PerH)
                .see(ReactorParameter.FEED_TEMPERATURE, feedTemperatureK)
                .see(ReactorParameter.FEED_CONCENTRATION, feedConcentrationKmolPerM3)
                .see(ReactorParameter.STEADY_HEAT, steadyHeatKJPerH)
                .see(fluid)
                .see(kinetics)
                .see(extra)
                .refuseAny();
    }

    /** A plain one with physical parameters. */
    public Cstr(
            double volumeM3,
            double flowM3PerH,
            double feedTemperatureK,
            double feedConcentrationKmolPerM3,
            double steadyHeatKJPerH,
            Fluid fluid,
            Kinetics kinetics) {
        this(
                volumeM3,
                flowM3PerH,
                feedTemperatureK,
                feedConcentrationKmolPerM3,
                steadyHeatKJPerH,
                fluid,
                kinetics,
                ExtraPhysics.NONE,
                ParameterCheck.PHYSICAL);
    }

    @Override
    public ReactorType type() {
        return ReactorType.CSTR;
    }

    @Override
    public List<ReactorParameter> ownParameters() {
        return OWN;
    }

    @Override
    public Cstr of(double[] own, Fluid newFluid, Kinetics newKinetics, ExtraPhysics newExtra) {
        return new Cstr(
                own[0], own[1], own[2], own[3], own[4], newFluid, newKinetics, newExtra, check);
    }

    @Override
    public double[] ownValues() {
        return new double[] {
            volumeM3, flowM3PerH, feedTemperatureK, feedConcentrationKmolPerM3, steadyHeatKJPerH
        };
    }
}
