package io.cuvette.reactormodel.app.rest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.reactormodel.program.ReactorModelProgram;
import io.cuvette.service.training.JobSubmission;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What to meta-train. */
@Schema(name = "TrainRequest")
public record TrainRequest(
        @Schema(description = "name of the model; a further job of the same name adds a version")
                @NotBlank
                @Pattern(regexp = "[a-z0-9][a-z0-9_-]{0,62}")
                String name,
        @Schema(
                        type = SchemaType.OBJECT,
                        implementation = Object.class,
                        description =
                                "network (correction or window), algorithm (reptile, maml, joint),"
                                        + " sampler, measured, orders, activation, units, members, experts,"
                                        + " tasks, batchSize, stepsPerTask, learningRate,"
                                        + " outerRate, innerRate, innerSteps, windowsPerTask,"
                                        + " training (methods of the catalogue)")
                ObjectNode settings,
        @Schema(description = "every random choice derives from it; drawn when absent") Long seed) {

    /** The same as training's own job, which needs no dataset: reactors are drawn. */
    JobSubmission toSubmission() {
        return new JobSubmission(
                ReactorModelProgram.FAMILY,
                Optional.empty(),
                Optional.empty(),
                name,
                settings == null ? JsonNodeFactory.instance.objectNode() : settings,
                Optional.ofNullable(seed));
    }
}
