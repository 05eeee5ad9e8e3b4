package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.preprocess.UnseenBatchPolicy;
import java.util.Optional;

/**
 * Where the batches of new cells are found, and what happens to those that the model does not know.
 *
 * @param column that names the batch; the one of the model's training when absent
 * @param unseen what to do with batches that the model does not know
 */
public record BatchChoice(Optional<String> column, UnseenBatchPolicy unseen) {

    /** The model's own column; unknown batches are refused. */
    public static final BatchChoice DEFAULT =
            new BatchChoice(Optional.empty(), UnseenBatchPolicy.DEFAULT);
}
