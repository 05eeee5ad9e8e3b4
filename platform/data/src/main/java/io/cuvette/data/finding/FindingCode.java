package io.cuvette.data.finding;

/** Stable codes of what can be wrong with an uploaded file or with the settings of a job. */
public enum FindingCode {
    /** The bytes are of no format that we read. */
    UNKNOWN_FORMAT,
    /** The file ends before its own headers say that it does. */
    TRUNCATED,
    /** Headers, offsets or encodings contradict each other. */
    CORRUPT,
    /** A valid file that uses a feature we do not read; the message names it and the way out. */
    UNSUPPORTED_FEATURE,
    /** A declared size is above the limit for uploads. */
    TOO_LARGE,
    /** A compressed stream expands beyond the allowed ratio or size. */
    DECOMPRESSION_BOMB,
    /** An archive entry is nested too deep, absolute, leaves its folder, or is a link. */
    UNSAFE_ARCHIVE_ENTRY,
    /** An HDF5 link or storage that points outside the file. */
    EXTERNAL_REFERENCE,
    /** Shapes of matrix, indices or annotations disagree. */
    SHAPE_MISMATCH,
    /** Row pointers decrease or do not end at the number of stored values. */
    INDPTR_NOT_MONOTONE,
    /** A row, column or category index lies outside its range. */
    INDEX_OUT_OF_RANGE,
    /** Two cells carry the same name. */
    DUPLICATE_CELL_NAMES,
    /** Two genes carry the same name. */
    DUPLICATE_GENE_NAMES,
    /** No cells, no genes or no stored value. */
    EMPTY,
    /** NaN or infinite expression values. */
    NON_FINITE_VALUES,
    NEGATIVE_VALUES,
    LOOKS_LOGGED,
    LOOKS_SCALED,
    BATCH_MISSING,
    BATCH_SINGLE,
    BATCH_NAN,
    LABEL_MISSING,
    LABEL_NESTED_IN_BATCH,
    TINY_BATCH,
    TINY_LABEL,
    UNBALANCED_BATCHES,
    /** Pairs of batch and label without a cell. */
    MISSING_PAIRS,
    /** Annotations of cells with one value in each batch. */
    COLUMN_NESTED_IN_BATCH,
    TOO_FEW_CELLS,
    TOO_FEW_GENES,
    GENE_MISMATCH,
    UNSEEN_BATCH,
    /** Genes by cells or cells by genes could not be told apart. */
    AMBIGUOUS_ORIENTATION,
    /** A setting is unknown, of the wrong type or out of its range. */
    INVALID_SETTING,
    /** The estimate exceeds what a worker may use. */
    EXCEEDS_RESOURCES
}
