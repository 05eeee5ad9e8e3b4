package io.cuvette.data.h5ad;

/**
 * How to write.
 *
 * @param gzipLevel 1 (fast) to 9 (small), 0 for no compression
 * @param sparse layout of sparse matrices
 * @param missingText encoding of text columns in which values are missing
 */
public record WriteOptions(int gzipLevel, SparseLayout sparse, MissingText missingText) {

    /** Read by every anndata from 0.8 on. */
    public static final WriteOptions DEFAULT =
            new WriteOptions(2, SparseLayout.CSR, MissingText.CATEGORICAL);

    public WriteOptions {
        if (gzipLevel < 0 || gzipLevel > 9) {
            throw new IllegalArgumentException("gzipLevel must be 0 to 9, not " + gzipLevel);
        }
    }

    public enum SparseLayout {
        /** By cell. */
        CSR,
        /** By gene. */
        CSC
    }

    public enum MissingText {
        /** A categorical with missing codes. */
        CATEGORICAL,
        /** {@code nullable-string-array}, which anndata reads from 0.12 on. */
        NULLABLE
    }
}
