package io.cuvette.reactormodel.app.rest;

import io.cuvette.reactormodel.control.ControlPlan;
import io.cuvette.reactormodel.control.ControlProblem;
import io.cuvette.reactormodel.reactor.ReactorInput;
import io.cuvette.reactormodel.reactor.ReactorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Inputs for the next steps: apply the first, measure, and ask again. */
@Schema(name = "ControlPlan")
public record ControlView(
        String adaptationId,
        @Schema(description = "one a step, always within their limits; of a run's form")
                List<Step> inputs,
        Predicted predicted,
        @Schema(description = "of the goal") double cost,
        @Schema(
                        description =
                                "of keeping the inputs in force, or what of them limits allow;"
                                        + " absent when that cannot be followed")
                Optional<Double> costOfHolding,
        @Schema(
                        description =
                                "whether limits of temperature and rates hold; if not, no plan"
                                        + " near this one is better")
                boolean feasible,
        @Schema(description = "by how much temperatures pass their limits at most")
                double temperatureViolationK,
        @Schema(
                        description =
                                "by how much more than allowed the first step changes an input to"
                                        + " come within its limits, as a share of its range in the"
                                        + " region")
                double changeViolation,
        @Schema(description = "of the search") int iterations,
        @Schema(description = "whether the search ended because nothing was left to gain nearby")
                boolean converged,
        boolean insideRegion,
        @Schema(description = "for each step what of it lies outside of the region")
                List<List<String>> outside) {

    /** Inputs from a time on. */
    @Schema(name = "ControlStep")
    public record Step(double fromH, Map<String, Double> values) {}

    /** Where the inputs lead, four times a step. */
    @Schema(name = "ControlledTrajectory")
    public record Predicted(
            double[] timesH,
            @Schema(description = "where it is measured") double[] concentrationsKmolPerM3,
            @Schema(description = "where it is measured") double[] temperaturesK,
            @Schema(description = "lowest in the reactor") double[] coldestK,
            @Schema(description = "highest in the reactor") double[] hottestK) {}

    static ControlView of(
            String adaptationId, ReactorType type, ControlProblem problem, ControlPlan plan) {
        return new ControlView(
                adaptationId,
                steps(type, problem, plan),
                new Predicted(
                        plan.predicted().timesH(),
                        plan.predicted().concentrationsKmolPerM3(),
                        plan.predicted().temperaturesK(),
                        plan.coldestK(),
                        plan.hottestK()),
                plan.cost(),
                Optional.of(plan.costOfHolding()).filter(Double::isFinite),
                plan.constraintsHold(),
                plan.temperatureViolationK(),
                plan.changeViolation(),
                plan.iterations(),
                plan.converged(),
                plan.predicted().outside().stream().allMatch(List::isEmpty),
                plan.predicted().outside());
    }

    private static List<Step> steps(ReactorType type, ControlProblem problem, ControlPlan plan) {
        List<Step> steps = new ArrayList<>();
        for (int step = 0; step < plan.inputs().length; step++) {
            Map<String, Double> values = new LinkedHashMap<>();
            for (int i = 0; i < type.inputs().size(); i++) {
                ReactorInput input = type.inputs().get(i);
                values.put(input.fieldName(), plan.inputs()[step][i]);
            }
            steps.add(new Step(step * problem.stepH(), values));
        }
        return steps;
    }
}
