package io.cuvette.reactormodel.reactor;

import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import java.util.ArrayList;
import java.util.List;

/** Looks at all parameters of a reactor before it refuses any. */
final class ParameterFindings {
    static final int MINIMUM_NODES = 2;
    static final int MAXIMUM_NODES = 1001;

    private final ParameterCheck check;
    private final List<Finding> findings = new ArrayList<>();

    ParameterFindings(ParameterCheck check) {
        this.check = check;
    }

    ParameterFindings see(ReactorParameter parameter, double value) {
        boolean allowed =
                switch (check) {
                    case FINITE -> Double.isFinite(value);
                    case PHYSICAL -> value >= parameter.lower() && value <= parameter.upper();
                };
        if (!allowed) {
            add(parameter.fieldName(), value + " " + parameter.unit(), range(parameter));
        }
        return this;
    }

    ParameterFindings see(Fluid fluid) {
        return see(ReactorParameter.DENSITY, fluid.densityKgPerM3())
                .see(ReactorParameter.HEAT_CAPACITY, fluid.heatCapacityKJPerKgK());
    }

    ParameterFindings see(Kinetics kinetics) {
        return see(ReactorParameter.PRE_EXPONENTIAL_FACTOR, kinetics.preExponentialFactor())
                .see(ReactorParameter.ACTIVATION_ENERGY, kinetics.activationEnergyKJPerKmol())
                .see(ReactorParameter.REACTION_ENTHALPY, kinetics.reactionEnthalpyKJPerKmol())
                .see(ReactorParameter.REACTION_ORDER, kinetics.reactionOrder());
    }

    ParameterFindings see(ExtraPhysics extra) {
        return see(ReactorParameter.HEAT_LOSS, extra.heatLossKJPerHourK())
                .see(ReactorParameter.AMBIENT_TEMPERATURE, extra.ambientTemperatureK())
                .see(
                        ReactorParameter.SIDE_PRE_EXPONENTIAL_FACTOR,
                        extra.sidePreExponentialFactorPerH())
                .see(ReactorParameter.SIDE_ACTIVATION_ENERGY, extra.sideActivationEnergyKJPerKmol())
                .see(
                        ReactorParameter.SIDE_REACTION_ENTHALPY,
                        extra.sideReactionEnthalpyKJPerKmol());
    }

    ParameterFindings nodes(int nodes) {
        if (nodes < MINIMUM_NODES || nodes > MAXIMUM_NODES) {
            add("nodes", String.valueOf(nodes), MINIMUM_NODES + " to " + MAXIMUM_NODES);
        }
        return this;
    }

    void refuseAny() {
        if (!findings.isEmpty()) {
            throw new ReactorException(findings);
        }
    }

    private String range(ReactorParameter parameter) {
        return switch (check) {
            case FINITE -> "any finite number";
            case PHYSICAL ->
                    parameter.lower() + " to " + parameter.upper() + " " + parameter.unit();
        };
    }

    private void add(String field, String value, String range) {
        findings.add(
                Finding.error(
                        FindingCode.INVALID_SETTING,
                        field,
                        field + " is " + value + "; allowed is " + range + "."));
    }
}
