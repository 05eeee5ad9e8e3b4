package io.cuvette.reactormodel.app.rest;

import io.cuvette.reactormodel.app.declaration.RunDeclaration;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A run to derive. */
@Schema(name = "SensitivityRequest")
public record SensitivityRequest(
        @NotNull RunDeclaration run,
        @Schema(description = "units of fields that are given in others than their names say")
                @Size(max = 100)
                Map<String, String> units,
        @Schema(description = "inputs, initial_state, kinetics; the first two when left out")
                @Size(max = 10)
                List<String> by,
        @Schema(
                        description =
                                "at which ln k is varied with the activation energy held, and the"
                                        + " other way round; 400 K when left out")
                Optional<Double> referenceTemperatureK) {}
