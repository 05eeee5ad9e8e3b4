package io.cuvette.reactormodel.app.declaration;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What is in a reactor at first, what is done to it, and when it is looked at. */
@Schema(name = "RunDeclaration")
public record RunDeclaration(
        @Schema(description = "at time 0; a tube may leave it out: empty, as warm as its jacket")
                Optional<Start> initialState,
        @Schema(
                        description =
                                "each kept until the next begins; one may stand without a list."
                                        + " Left out: a tank at its steady inputs")
                @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
                List<Segment> inputs,
        @Schema(
                        description = "increasing, from the beginning of the run",
                        examples = "[0.001, 0.002, 0.005]")
                @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
                List<Double> timesH) {

    /** The state at time 0; one number for all of the reactor, or one a node after the inlet. */
    @Schema(name = "InitialState")
    public record Start(
            @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
                    @Schema(examples = "[1.95]")
                    List<Double> concentrationKmolPerM3,
            @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
                    @Schema(examples = "[402]")
                    List<Double> temperatureK) {

        public Start {
            concentrationKmolPerM3 =
                    concentrationKmolPerM3 == null ? List.of() : concentrationKmolPerM3;
            temperatureK = temperatureK == null ? List.of() : temperatureK;
        }
    }

    /** Inputs from a time on. */
    @Schema(name = "InputSegment")
    public record Segment(
            @Schema(description = "0 for the first, which may leave it out") Optional<Double> fromH,
            @Schema(
                            description = "by name of the input; a deviation that is left out is 0",
                            examples = "{\"heatDeviationKJPerH\": 20000}")
                    Map<String, Double> values) {

        public Segment {
            values = values == null ? Map.of() : values;
        }
    }

    public RunDeclaration {
        inputs = inputs == null ? List.of() : inputs;
        timesH = timesH == null ? List.of() : timesH;
    }
}
