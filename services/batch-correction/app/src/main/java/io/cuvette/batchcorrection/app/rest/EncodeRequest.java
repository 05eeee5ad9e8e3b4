package io.cuvette.batchcorrection.app.rest;

import io.cuvette.batchcorrection.app.service.BatchChoice;
import io.cuvette.batchcorrection.preprocess.UnseenBatchPolicy;
import io.cuvette.service.error.ProblemException;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Which cells to embed, and how. */
@Schema(name = "EncodeRequest")
public record EncodeRequest(
        @Schema(description = "a READY dataset of raw counts") @NotBlank @Size(max = 64)
                String datasetId,
        @Schema(description = "a method of the model, or several side by side: fe+re")
                @NotBlank
                @Size(max = 40)
                String method,
        @Schema(
                        description =
                                "column of the cells that names the batch, for methods that need it;"
                                        + " that of the model's training when absent")
                @Size(max = 200)
                String batchKey,
        @Schema(
                        description =
                                "what to do with batches the model was not trained on: reject"
                                        + " (default), population, nearest")
                @Size(max = 20)
                String unseenBatch,
        @Schema(description = "json (default), csv, npy or arrow") @Size(max = 10) String format) {

    BatchChoice batches() {
        return new BatchChoice(
                Optional.ofNullable(batchKey),
                unseenBatch == null
                        ? UnseenBatchPolicy.DEFAULT
                        : UnseenBatchPolicy.ofKey(unseenBatch)
                                .orElseThrow(
                                        () ->
                                                ProblemException.invalidField(
                                                        "unseenBatch",
                                                        "UNKNOWN_POLICY",
                                                        "must be one of "
                                                                + UnseenBatchPolicy.keys())));
    }

    String formatOrJson() {
        return format == null ? "json" : format;
    }
}
