package io.cuvette.batchcorrection.app.service;

import io.cuvette.service.error.ProblemException;

/** Which cells a test of pixels averages in a batch. */
public enum Averaging {
    /** The same cells projected into every batch: what remains is the batch. */
    PROJECTED("projected"),
    /**
     * A batch's own cells as they were measured, as the paper does (spec 2.3, point 6): what
     * remains is everything in which the batches differ, their types of cells as well.
     */
    OWN("own");

    private final String key;

    Averaging(String key) {
        this.key = key;
    }

    /** Name in the API. */
    public String key() {
        return key;
    }

    /**
     * @param key {@link #PROJECTED} when null
     * @throws ProblemException INVALID_REQUEST for anything else than a key
     */
    public static Averaging named(String key) {
        if (key == null) {
            return PROJECTED;
        }
        for (Averaging averaging : values()) {
            if (averaging.key.equals(key)) {
                return averaging;
            }
        }
        throw ProblemException.invalidField(
                "average", "UNKNOWN_AVERAGE", "must be projected or own");
    }
}
