package io.cuvette.data.archive;

import io.cuvette.data.ReadLimits;
import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.FindingCode;

/** Counts what comes out of a compressed file and stops it at the allowed size or ratio. */
final class ExpansionGuard {

    /** Small files may compress as well as they like. */
    private static final long SLACK = 16L << 20;

    private final long allowed;
    private long expanded;

    /**
     * @param compressedBytes size of the whole upload, against which the ratio is taken
     */
    ExpansionGuard(long compressedBytes, ReadLimits limits) {
        // compressedBytes is the size of a real file: far from overflow
        long byRatio = SLACK + limits.maxExpansionRatio() * compressedBytes;
        this.allowed = Math.min(limits.maxExpandedBytes(), byRatio);
    }

    void count(long bytes) throws DataException {
        expanded += bytes;
        if (expanded > allowed) {
            throw new DataException(
                    FindingCode.DECOMPRESSION_BOMB,
                    "",
                    ("The file expands to more than %d MiB, which is above what its size allows."
                                    + " Upload it less compressed.")
                            .formatted(allowed >> 20));
        }
    }
}
