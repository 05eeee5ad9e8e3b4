package io.cuvette.reactormodel.reactor;

import java.util.List;

/**
 * A stirred tank without flow: V the volume, Q the heat supplied, r the rate of reaction.
 *
 * <pre>
 * dC/dt = -r
 * dT/dt = -dH/(rho Cp) r + Q/(rho Cp V)
 * </pre>
 *
 * @param steadyHeatKJPerH supplied when the input is 0
 */
public record BatchReactor(
        double volumeM3,
        double steadyHeatKJPerH,
        Fluid fluid,
        Kinetics kinetics,
        ExtraPhysics extra,
        ParameterCheck check)
        implements Reactor {

    /** The paper's: first order, some ten times as fast as its stirred tank with flow. */
    public static final BatchReactor NOMINAL =
            new BatchReactor(1, 0, Fluid.NOMINAL, new Kinetics(8.46e7, 5e4, -1.15e4, 1));

    private static final List<ReactorParameter> OWN =
            List.of(ReactorParameter.VOLUME, ReactorParameter.STEADY_HEAT);

    public BatchReactor {
        new ParameterFindings(check)
                .see(ReactorParameter.VOLUME, volumeM3)
                .see(ReactorParameter.STEADY_HEAT, steadyHeatKJPerH)
                .see(fluid)
                .see(kinetics)
                .see(extra)
                .refuseAny();
    }

    /** A plain one with physical parameters. */
    public BatchReactor(double volumeM3, double steadyHeatKJPerH, Fluid fluid, Kinetics kinetics) {
        this(
                volumeM3,
                steadyHeatKJPerH,
                fluid,
                kinetics,
                ExtraPhysics.NONE,
                ParameterCheck.PHYSICAL);
    }

    @Override
    public ReactorType type() {
        return ReactorType.BATCH;
    }

    @Override
    public List<ReactorParameter> ownParameters() {
        return OWN;
    }

    @Override
    public BatchReactor of(
            double[] own, Fluid newFluid, Kinetics newKinetics, ExtraPhysics newExtra) {
        return new BatchReactor(own[0], own[1], newFluid, newKinetics, newExtra, check);
    }

    @Override
    public double[] ownValues() {
        return new double[] {volumeM3, steadyHeatKJPerH};
    }
}
