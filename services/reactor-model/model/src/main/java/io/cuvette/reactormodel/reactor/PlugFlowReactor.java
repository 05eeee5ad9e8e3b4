package io.cuvette.reactormodel.reactor;

import java.util.List;

/**
 * A jacketed tube without axial mixing: u the velocity, U and At heat transfer coefficient and wall
 * area per metre, A the cross-section, Tc the jacket's temperature, r the rate of reaction.
 *
 * <pre>
 * dC/dt = -u dC/dz - r
 * dT/dt = -u dT/dz - dH/(rho Cp) r + U At/(rho Cp A) (Tc - T)
 * </pre>
 *
 * <p>Solved by the method of lines: equidistant nodes from inlet to outlet, upwind differences.
 * That is a chain of stirred tanks of the length {@link #spacingM}; it smears fronts as they are.
 *
 * @param jacketTemperatureK the steady one, from which the input deviates
 * @param nodes including the inlet, 2 to 1001
 */
public record PlugFlowReactor(
        double velocityMPerH,
        double lengthM,
        double crossSectionM2,
        double wallAreaM2PerM,
        double heatTransferKJPerHourM2K,
        double jacketTemperatureK,
        int nodes,
        Fluid fluid,
        Kinetics kinetics,
        ExtraPhysics extra,
        ParameterCheck check)
        implements Reactor {

    /** The paper's: first order, ten nodes. */
    public static final PlugFlowReactor NOMINAL =
            new PlugFlowReactor(
                    2,
                    1,
                    0.002,
                    0.01,
                    25,
                    293,
                    10,
                    Fluid.NOMINAL,
                    new Kinetics(8.46e6, 5e4, -1.15e4, 1));

    private static final List<ReactorParameter> OWN =
            List.of(
                    ReactorParameter.VELOCITY,
                    ReactorParameter.LENGTH,
                    ReactorParameter.CROSS_SECTION,
                    ReactorParameter.WALL_AREA,
                    ReactorParameter.HEAT_TRANSFER,
                    ReactorParameter.JACKET_TEMPERATURE);

    public PlugFlowReactor {
        new ParameterFindings(check)
                .see(ReactorParameter.VELOCITY, velocityMPerH)
                .see(ReactorParameter.LENGTH, lengthM)
                .see(ReactorParameter.CROSS_SECTION, crossSectionM2)
                .see(ReactorParameter.WALL_AREA, wallAreaM2PerM)
                .see(ReactorParameter.HEAT_TRANSFER, heatTransferKJPerHourM2K)
                .see(ReactorParameter.JACKET_TEMPERATURE, jacketTemperatureK)
                .nodes(nodes)
                .see(fluid)
                .see(kinetics)
                .see(extra)
                .refuseAny();
    }

    /** A plain one with physical parameters. */
    public PlugFlowReactor(
            double velocityMPerH,
            double lengthM,
            double crossSectionM2,
            double wallAreaM2PerM,
            double heatTransferKJPerHourM2K,
            double jacketTemperatureK,
            int nodes,
            Fluid fluid,
            Kinetics kinetics) {
        this(
                velocityMPerH,
                lengthM,
                crossSectionM2,
                wallAreaM2PerM,
                heatTransferKJPerHourM2K,
                jacketTemperatureK,
                nodes,
                fluid,
                kinetics,
                ExtraPhysics.NONE,
                ParameterCheck.PHYSICAL);
    }

    /** Between two nodes. */
    public double spacingM() {
        return lengthM / (nodes - 1);
    }

    @Override
    public ReactorType type() {
        return ReactorType.PLUG_FLOW;
    }

    @Override
    public List<ReactorParameter> ownParameters() {
        return OWN;
    }

    @Override
    public PlugFlowReactor of(
            double[] own, Fluid newFluid, Kinetics newKinetics, ExtraPhysics newExtra) {
        return new PlugFlowReactor(
                own[0],
                own[1],
                own[2],
                own[3],
                own[4],
                own[5],
                nodes,
                newFluid,
                newKinetics,
                newExtra,
                check);
    }

    @Override
    public double[] ownValues() {
        return new double[] {
            velocityMPerH,
            lengthM,
            crossSectionM2,
            wallAreaM2PerM,
            heatTransferKJPerHourM2K,
            jacketTemperatureK
        };
    }
}
