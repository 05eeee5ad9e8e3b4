package io.cuvette.batchcorrection.artifact;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.cuvette.batchcorrection.metric.Evaluation;
import io.cuvette.batchcorrection.metric.RepeatedEvaluation;
import io.cuvette.batchcorrection.preprocess.DesignAudit;
import io.cuvette.data.finding.Finding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * {@code model.json} of an evaluation of embeddings that came with a dataset.
 *
 * @param family always {@code batch-correction-evaluation}
 * @param codeVersion of the code that computed it
 * @param seed of the job
 * @param batchKey column that named the batch
 * @param labelKey column that named the cell type
 * @param embeddings keys of obsm
 * @param baseline row that stands for uncorrected data: {@code pca} of the counts, or {@code obsm/}
 *     and a key
 * @param cells that were evaluated
 * @param design what the layout of the experiment allows
 * @param warnings findings that did not stop the job
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record EvaluationCard(
        String family,
        String codeVersion,
        long seed,
        String batchKey,
        Optional<String> labelKey,
        List<String> embeddings,
        String baseline,
        int cells,
        DesignAudit design,
        List<Finding> warnings) {

    public EvaluationCard {
        embeddings = List.copyOf(embeddings);
        warnings = List.copyOf(warnings);
    }

    /** Writes card, scores, intervals and classifications; the card last. */
    public void write(
            Path folder,
            Evaluation evaluation,
            Optional<RepeatedEvaluation> intervals,
            Classifications classifications)
            throws IOException {
        Json.write(folder.resolve(ModelFolder.EVALUATION), evaluation);
        ModelFolder.writeIntervals(folder, intervals);
        classifications.write(folder);
        Json.write(folder.resolve(ModelCard.FILE), this);
    }

    public static EvaluationCard read(Path folder) throws IOException {
        return Json.read(folder.resolve(ModelCard.FILE), EvaluationCard.class);
    }
}
