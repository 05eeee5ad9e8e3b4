package io.cuvette.batchcorrection.classify;

import com.fasterxml.jackson.annotation.JsonValue;

/** How cells are held out. */
public enum Validation {
    /** Stratified by class: test cells come from batches that training saw, too. */
    CELL("cell"),
    /**
     * Whole batches, left out of what the classifier learns from. The representation itself may
     * have been trained on other cells of these batches: only one that was trained without them
     * says what holds for a batch that was never seen.
     */
    LEAVE_BATCH_OUT("leave-batch-out");

    private final String key;

    Validation(String key) {
        this.key = key;
    }

    /** Name in JSON and in the API. */
    @JsonValue
    public String key() {
        return key;
    }
}
