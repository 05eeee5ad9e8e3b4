package io.cuvette.batchcorrection.neighbors;

import io.cuvette.batchcorrection.embedding.CellTiles;
import io.cuvette.batchcorrection.embedding.Embedding;
import java.util.stream.IntStream;

/**
 * Exact Euclidean nearest neighbours of every cell among the others; the cell itself is never one
 * of them. Nearest first, ties by index.
 *
 * @param count neighbours a cell
 * @param indices {@code cells * count}, row by row
 * @param distances to them, not squared
 */
public record NearestNeighbors(int cells, int count, int[] indices, double[] distances) {

    /** Queries of a block share candidates that are still in the cache. */
    private static final int QUERY_BLOCK = 32;

    /**
     * Searches on all processors; the answer does not depend on their number.
     *
     * @param count neighbours wanted; lowered to the number of other cells
     */
    public static NearestNeighbors search(Embedding embedding, int count) {
        if (count < 1) {
            throw new IllegalArgumentException("count must be at least 1");
        }
        int cells = embedding.cells();
        int kept = Math.min(count, Math.max(0, cells - 1));
        int[] indices = new int[Math.multiplyExact(cells, kept)];
        double[] distances = new double[indices.length];
        int blocks = (cells + QUERY_BLOCK - 1) / QUERY_BLOCK;
        if (kept > 0) {
            CellTiles tiles = new CellTiles(embedding);
            IntStream.range(0, blocks)
                    .parallel()
                    .forEach(
                            block -> {
                                int from = block * QUERY_BLOCK;
                                int to = Math.min(cells, from + QUERY_BLOCK);
                                searchBlock(embedding, tiles, from, to, kept, indices, distances);
                            });
        }
        return new NearestNeighbors(cells, kept, indices, distances);
    }

    /** The {@code rank}-th neighbour, from 0. */
    public int index(int cell, int rank) {
        return indices[cell * count + rank];
    }

    public double distance(int cell, int rank) {
        return distances[cell * count + rank];
    }

    private static void searchBlock(
            Embedding embedding,
            CellTiles tiles,
            int from,
            int to,
            int kept,
            int[] indices,
            double[] distances) {
        int[] found = new int[to - from];
        double[] near = new double[CellTiles.WIDTH];
        for (int tile = 0; tile < tiles.count(); tile++) {
            for (int query = from; query < to; query++) {
                tiles.squaredDistances(embedding, query, tile, near);
                int offset = query * kept;
                for (int candidate = tiles.start(tile); candidate < tiles.end(tile); candidate++) {
                    if (candidate == query) {
                        continue;
                    }
                    double distance = near[candidate - tiles.start(tile)];
                    int size = found[query - from];
                    // candidates come by rising index, so an equal distance never displaces
                    if (size < kept || distance < distances[offset + size - 1]) {
                        int position = offset + Math.min(size, kept - 1);
                        while (position > offset && distances[position - 1] > distance) {
                            distances[position] = distances[position - 1];
                            indices[position] = indices[position - 1];
                            position--;
                        }
                        distances[position] = distance;
                        indices[position] = candidate;
                        found[query - from] = Math.min(kept, size + 1);
                    }
                }
            }
        }
        for (int k = from * kept; k < to * kept; k++) {
            distances[k] = Math.sqrt(distances[k]);
        }
    }
}
