package io.cuvette.reactormodel.app.rest;

import io.cuvette.reactormodel.app.declaration.RunDeclaration;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Runs to predict. */
@Schema(name = "PredictRequest")
public record PredictRequest(
        @NotEmpty List<@NotNull RunDeclaration> runs,
        @Schema(description = "units of fields that are given in others than their names say")
                @Size(max = 100)
                Map<String, String> units,
        @Schema(
                        description =
                                "chance of a whole new run to stay inside its bands, above 0 to"
                                        + " below 1; 0.9 when left out",
                        examples = "0.9")
                Optional<Double> level) {}
