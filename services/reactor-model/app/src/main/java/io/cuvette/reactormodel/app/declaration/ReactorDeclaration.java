package io.cuvette.reactormodel.app.declaration;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A reactor as its people describe it. */
@Schema(name = "ReactorDeclaration")
public record ReactorDeclaration(
        @Schema(description = "shown to people; need not be unique", examples = "pilot tank")
                @NotBlank
                @Size(max = 200)
                String name,
        @Schema(description = "cstr, batch or plug_flow; see GET /reactor-types", examples = "cstr")
                Optional<String> type,
        @Schema(
                        description =
                                "`nominal`: parameters that are left out have the values of the"
                                        + " paper's reactor of this type. Without it every"
                                        + " parameter is given here or in unknown; only heat loss"
                                        + " and the side reaction may be left out: there is none.")
                Optional<String> basedOn,
        @Schema(
                        description = "what is known, by name, in the units of the names",
                        examples = "{\"volumeM3\": 1, \"flowM3PerH\": 5}")
                @Size(max = 100)
                Map<String, Double> parameters,
        @Schema(
                        description =
                                "units of fields that are given in others than their names say; of"
                                        + " parameters, also as expected, of the region and of"
                                        + " inputs",
                        examples = "{\"volumeM3\": \"L\", \"feedTemperatureK\": \"C\"}")
                @Size(max = 100)
                Map<String, String> units,
        @Schema(description = "what is known only about, and estimated from runs") @Size(max = 100)
                List<Unknown> unknown,
        @Schema(description = "of a tube: grid points with the inlet, 2 to 1001; 10 when left out")
                Optional<Integer> nodes,
        @Schema(description = "of a tube: where it is measured, first or outlet (when left out)")
                Optional<String> measuredNode,
        @Schema(
                        description =
                                "where it is operated; what is left out is the region of the"
                                        + " shipped model")
                Optional<Region> region) {

    /**
     * A parameter that is known only about.
     *
     * @param expected in the unit of the parameter
     */
    @Schema(name = "UnknownParameter")
    public record Unknown(
            @Schema(examples = "preExponentialFactor") Optional<String> parameter,
            @Schema(description = "before any run", examples = "8.46e6") Optional<Double> expected,
            @Schema(
                            description =
                                    "standard deviation of the belief as a share of the value,"
                                            + " above 0 to 10",
                            examples = "0.1")
                    Optional<Double> relativeDeviation) {}

    /** Values from low to high, both included. */
    @Schema(name = "ValueRange")
    public record Bounds(Optional<Double> low, Optional<Double> high) {}

    /** Where a reactor is operated; beyond it answers carry a flag. */
    @Schema(name = "OperatingRegion")
    public record Region(
            Optional<Bounds> startConcentrationKmolPerM3,
            Optional<Bounds> startTemperatureK,
            @Schema(description = "by name of the input") @Size(max = 100)
                    Map<String, Bounds> inputs,
            @Schema(description = "length of a window") Optional<Double> windowH) {

        public Region {
            inputs = inputs == null ? Map.of() : inputs;
        }
    }

    public ReactorDeclaration {
        parameters = parameters == null ? Map.of() : parameters;
        units = units == null ? Map.of() : units;
        unknown = unknown == null ? List.of() : unknown;
    }
}
