package io.cuvette.reactormodel.app.rest;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.cuvette.reactormodel.app.declaration.RunDeclaration;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Windows, each from where the one before ended. */
@Schema(name = "RolloutRequest")
public record RolloutRequest(
        @Schema(description = "at the beginning of the first window") @NotNull
                RunDeclaration.Start initialState,
        @NotEmpty @Size(max = 10_000) List<@NotNull Window> windows,
        @Schema(description = "of each window; the region's when left out")
                Optional<Double> windowH,
        @Schema(description = "equidistant values of each window; 1 when left out")
                Optional<Integer> points,
        @Schema(description = "units of fields that are given in others than their names say")
                @Size(max = 100)
                Map<String, String> units) {

    /** Inputs of one window, their times from its beginning. */
    @Schema(name = "RolloutWindow")
    public record Window(
            @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
                    List<RunDeclaration.Segment> inputs) {

        public Window {
            inputs = inputs == null ? List.of() : inputs;
        }
    }
}
