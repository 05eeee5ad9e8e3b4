package io.cuvette.data;

/** What the rows of a delimited table are. */
public enum Orientation {
    /** Decide from names and shape; ambiguous tables are refused. */
    DETECT,
    CELLS_BY_GENES,
    GENES_BY_CELLS
}
