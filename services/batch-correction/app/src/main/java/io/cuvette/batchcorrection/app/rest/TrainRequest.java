package io.cuvette.batchcorrection.app.rest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.batchcorrection.program.BatchCorrectionProgram;
import io.cuvette.service.training.JobSubmission;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What to train, on which dataset. */
@Schema(name = "TrainRequest")
public record TrainRequest(
        @Schema(description = "name of the model; a further job of the same name adds a version")
                @NotBlank
                @Pattern(regexp = "[a-z0-9][a-z0-9_-]{0,62}")
                String name,
        @Schema(description = "a dataset in state READY") @NotBlank @Size(max = 64)
                String datasetId,
        @Schema(description = "column of the cells that names the batch") @NotBlank @Size(max = 200)
                String batchKey,
        @Schema(
                        description =
                                "column that names the cell type; evaluated, and trained on by fec alone")
                @Size(max = 200)
                String labelKey,
        @Schema(description = "matrix of raw counts to read instead of X") @Size(max = 200)
                String layer,
        @Schema(
                        description =
                                "pca, harmony, ae, fe, fec, re, medl_plus; pca, harmony, fe and medl_plus when absent")
                @Size(max = 10)
                List<String> methods,
        @Schema(
                        type = SchemaType.OBJECT,
                        implementation = Object.class,
                        description =
                                "further settings, such as genes, epochs, learningRate, targets"
                                        + " (columns that forests predict), draws (for intervals)")
                ObjectNode settings,
        @Schema(description = "every random choice derives from it; drawn when absent") Long seed) {

    /** The same as training's own job, columns and settings in one object. */
    JobSubmission toSubmission() {
        ObjectNode all =
                settings == null ? JsonNodeFactory.instance.objectNode() : settings.deepCopy();
        all.put("batchKey", batchKey);
        if (labelKey != null) {
            all.put("labelKey", labelKey);
        }
        if (layer != null) {
            all.put("layer", layer);
        }
        if (methods != null) {
            methods.forEach(all.putArray("methods")::add);
        }
        return JobSubmission.ofDataset(
                BatchCorrectionProgram.FAMILY, datasetId, name, all, Optional.ofNullable(seed));
    }
}
