package io.cuvette.data.hdf5;

import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.FindingCode;

/** Refuses what could not be held, before it is allocated. */
public final class Memory {

    private static final double USABLE_SHARE = 0.8;

    private Memory() {}

    /**
     * @param bytes what an element takes in memory
     * @throws DataException EXCEEDS_RESOURCES
     */
    public static void require(long bytes, String field) throws DataException {
        long usable = (long) (USABLE_SHARE * Runtime.getRuntime().maxMemory());
        if (bytes > usable) {
            throw new DataException(
                    FindingCode.EXCEEDS_RESOURCES,
                    field,
                    "It takes %d MiB of memory; %d MiB are available."
                            .formatted(bytes >> 20, usable >> 20));
        }
    }
}
