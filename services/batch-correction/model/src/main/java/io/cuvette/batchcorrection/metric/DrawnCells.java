package io.cuvette.batchcorrection.metric;

import io.cuvette.batchcorrection.embedding.EmbeddedCells;
import io.cuvette.batchcorrection.embedding.Embedding;
import io.cuvette.batchcorrection.neighbors.NearestNeighbors;

/**
 * The cells of one embedding that are scored and laid out, and their neighbours among each other:
 * searched once, since the search costs the square of the number of cells.
 *
 * @param embedding of the drawn cells
 * @param neighbors up to {@link #NEIGHBORS} of each drawn cell, as many as LISI takes; every other
 *     use takes the first of them
 */
public record DrawnCells(Embedding embedding, NearestNeighbors neighbors) {

    /** Other cells that are searched for. */
    public static final int NEIGHBORS = Lisi.NEIGHBORS - 1;

    /**
     * @param drawn positions in {@code embedding}
     */
    public static DrawnCells of(EmbeddedCells embedding, int[] drawn) {
        return all(embedding.select(drawn));
    }

    static DrawnCells all(Embedding embedding) {
        return new DrawnCells(embedding, NearestNeighbors.search(embedding, NEIGHBORS));
    }
}
