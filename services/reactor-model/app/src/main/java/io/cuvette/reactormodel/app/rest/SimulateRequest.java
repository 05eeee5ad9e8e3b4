package io.cuvette.reactormodel.app.rest;

import io.cuvette.reactormodel.app.declaration.RunDeclaration;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A run to follow. */
@Schema(name = "SimulateRequest")
public record SimulateRequest(
        @NotNull RunDeclaration run,
        @Schema(
                        description =
                                "units of fields of the run that are given in others than their"
                                        + " names say",
                        examples = "{\"timesH\": \"min\", \"temperatureK\": \"C\"}")
                @Size(max = 100)
                Map<String, String> units,
        @Schema(description = "of a tube: whether all nodes are answered")
                Optional<Boolean> profile) {}
