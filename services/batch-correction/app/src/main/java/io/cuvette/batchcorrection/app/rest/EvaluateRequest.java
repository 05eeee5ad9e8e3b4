package io.cuvette.batchcorrection.app.rest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.batchcorrection.program.EmbeddingEvaluationProgram;
import io.cuvette.service.training.JobSubmission;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Which embeddings of a dataset to score, and beside what. */
@Schema(name = "EvaluateRequest")
public record EvaluateRequest(
        @Schema(
                        description =
                                "name of the evaluation; a further job of the same name adds a"
                                        + " version")
                @NotBlank
                @Pattern(regexp = "[a-z0-9][a-z0-9_-]{0,62}")
                String name,
        @Schema(description = "a .h5ad dataset in state READY") @NotBlank @Size(max = 64)
                String datasetId,
        @Schema(description = "column of the cells that names the batch") @NotBlank @Size(max = 200)
                String batchKey,
        @Schema(description = "column that names the cell type; only evaluated") @Size(max = 200)
                String labelKey,
        @Schema(description = "keys of obsm to score, each once") @NotEmpty @Size(max = 10)
                List<@NotBlank @Size(max = 200) String> embeddings,
        @Schema(
                        description =
                                "those of them that were computed from a cell's true batch; they"
                                        + " are not judged on left-out batches")
                @Size(max = 10)
                List<@NotBlank @Size(max = 200) String> usesBatch,
        @Schema(
                        description =
                                "key of obsm that stands for uncorrected data; PCA of the raw"
                                        + " counts when absent")
                @Size(max = 200)
                String baseline,
        @Schema(description = "matrix of raw counts to read instead of X") @Size(max = 200)
                String layer,
        @Schema(
                        description =
                                "columns that a random forest predicts from every embedding, by"
                                        + " cell and by leaving batches out; labelKey when absent")
                @Size(max = 5)
                List<@NotBlank @Size(max = 200) String> targets,
        @Schema(
                        type = SchemaType.OBJECT,
                        implementation = Object.class,
                        description =
                                "further settings: draws (0, or 2 to 20; 3 when absent) for"
                                        + " intervals, evaluationCells, classifierCells, harmony,"
                                        + " and with counts genes, components, minGenesPerCell,"
                                        + " minCellsPerGene, targetSum")
                ObjectNode settings,
        @Schema(description = "every random choice derives from it; drawn when absent") Long seed) {

    /** The same as training's own job, columns and settings in one object. */
    JobSubmission toSubmission() {
        ObjectNode all =
                settings == null ? JsonNodeFactory.instance.objectNode() : settings.deepCopy();
        all.put("batchKey", batchKey);
        put(all, "labelKey", labelKey);
        put(all, "embeddings", embeddings);
        put(all, "usesBatch", usesBatch);
        put(all, "baseline", baseline);
        put(all, "layer", layer);
        put(all, "targets", targets);
        return JobSubmission.ofDataset(
                EmbeddingEvaluationProgram.FAMILY, datasetId, name, all, Optional.ofNullable(seed));
    }

    private static void put(ObjectNode all, String key, String text) {
        if (text != null) {
            all.put(key, text);
        }
    }

    private static void put(ObjectNode all, String key, List<String> texts) {
        if (texts != null) {
            texts.forEach(all.putArray(key)::add);
        }
    }
}
