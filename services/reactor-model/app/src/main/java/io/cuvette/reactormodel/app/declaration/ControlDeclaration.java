package io.cuvette.reactormodel.app.declaration;

import jakarta.validation.constraints.Size;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Where a reactor is, where it is wanted, and what may be done to it. */
@Schema(name = "ControlRequest")
public record ControlDeclaration(
        @Schema(
                        description =
                                "what is in the reactor now; a tube may leave it out: empty, as"
                                        + " warm as its jacket")
                Optional<RunDeclaration.Start> initialState,
        @Schema(
                        description =
                                "by name of the input: those of the step before, from which changes"
                                        + " count; a deviation that is left out is 0",
                        examples = "{\"heatDeviationKJPerH\": 20000}")
                @Size(max = 100)
                Map<String, Double> inputsInForce,
        @Schema(description = "of the plan, 1 to 60", examples = "10") Optional<Integer> steps,
        @Schema(
                        description =
                                "of each step, above 0 to the region's window, which it is when"
                                        + " left out",
                        examples = "0.005")
                Optional<Double> stepH,
        Optional<Goal> goal,
        Optional<Limits> limits,
        @Schema(
                        description =
                                "units of fields that are given in others than their names say;"
                                        + " weights stay per K and kmol/m3, rates are of the"
                                        + " input's unit in an hour")
                @Size(max = 100)
                Map<String, String> units) {

    /** The cost that a plan makes small: over the ends of its steps and over its changes. */
    @Schema(name = "ControlGoal")
    public record Goal(
            @Schema(description = "where the reactor is measured", examples = "402")
                    Optional<Double> temperatureK,
            @Schema(description = "per K squared, above 0; 0.01 when left out")
                    Optional<Double> temperatureWeight,
            @Schema(description = "where the reactor is measured", examples = "1.95")
                    Optional<Double> concentrationKmolPerM3,
            @Schema(description = "per (kmol/m3) squared, above 0; 1 when left out")
                    Optional<Double> concentrationWeight,
            @Schema(
                            description =
                                    "of changes in halves of an input's range in the region,"
                                            + " squared; 0.01 when left out, more makes calmer"
                                            + " plans")
                    Optional<Double> moveWeight) {}

    /** What a plan may do. */
    @Schema(name = "ControlLimits")
    public record Limits(
            @Schema(
                            description =
                                    "by name of the input, inside the region, which they are when"
                                            + " left out; always kept")
                    @Size(max = 100)
                    Map<String, ReactorDeclaration.Bounds> inputs,
            @Schema(
                            description =
                                    "by name of the input: most change in an hour, above 0; any"
                                            + " when left out")
                    @Size(max = 100)
                    Map<String, Double> mostChangePerH,
            @Schema(description = "everywhere in the reactor; kept where it is possible")
                    Optional<Double> minimumTemperatureK,
            @Schema(description = "everywhere in the reactor; kept where it is possible")
                    Optional<Double> maximumTemperatureK) {

        public Limits {
            inputs = inputs == null ? Map.of() : inputs;
            mostChangePerH = mostChangePerH == null ? Map.of() : mostChangePerH;
        }
    }

    public ControlDeclaration {
        inputsInForce = inputsInForce == null ? Map.of() : inputsInForce;
        units = units == null ? Map.of() : units;
    }
}
