package io.cuvette.batchcorrection.app.client;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.cuvette.data.DatasetFormat;

/**
 * A dataset as the training service tells of it.
 *
 * @param description what validation found; absent before it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Dataset(
        String id,
        String name,
        String state,
        long sizeBytes,
        String sha256,
        String orientation,
        Description description) {

    /** Coordinates and values, sorted once more. */
    private static final long BYTES_A_VALUE = 24;

    /**
     * What reading costs.
     *
     * @param format name of a {@link DatasetFormat}
     * @param storedValues of the main matrix
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Description(String format, long storedValues) {}

    /** Memory that the matrix takes while it is read; none for what is read piece by piece. */
    public long heldBytes() {
        return description == null || DatasetFormat.H5AD.name().equals(description.format())
                ? 0
                : BYTES_A_VALUE * description.storedValues();
    }

    public boolean ready() {
        return "READY".equals(state);
    }
}
