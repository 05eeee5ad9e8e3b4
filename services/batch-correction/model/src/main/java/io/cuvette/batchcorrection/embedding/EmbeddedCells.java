package io.cuvette.batchcorrection.embedding;

/** Points of cells, in memory or in a file. */
public interface EmbeddedCells {

    int cells();

    int dimensions();

    /** The chosen cells, in the order given. */
    Embedding select(int[] chosen);

    /** True when no value is NaN or infinite. */
    boolean isFinite();
}
