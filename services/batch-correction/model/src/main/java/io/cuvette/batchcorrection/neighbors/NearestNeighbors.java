package io.cuvette.batchcorrection.neighbors;

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
            NearCandidates candidates = NearCandidates.of(embedding);
            IntStream.range(0, blocks)
                    .parallel()
                    .forEach(
                            block -> {
                                int from = block * QUERY_BLOCK;
                                int to = Math.min(cells, from + QUERY_BLOCK);
                                new Block(embedding, candidates, from, to, kept, indices, distances)
                                        .search();
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

    /**
     * The queries of a block.
     *
     * @param indices of all cells, of which the block writes its own
     * @param distances as the indices
     */
    private record Block(
            Embedding embedding,
            NearCandidates candidates,
            int from,
            int to,
            int kept,
            int[] indices,
            double[] distances) {

        void search() {
            int[] found = new int[to - from];
            float[] bounds = new float[NearCandidates.WIDTH];
            for (int tile = 0; tile < candidates.count(); tile++) {
                for (int query = from; query < to; query++) {
                    candidates.bounds(query, tile, bounds);
                    found[query - from] = searchTile(query, tile, bounds, found[query - from]);
                }
            }
            for (int k = from * kept; k < to * kept; k++) {
                distances[k] = Math.sqrt(distances[k]);
            }
        }

        /** Of so many neighbours found before; gives how many there are now. */
        private int searchTile(int query, int tile, float[] bounds, int found) {
            int offset = query * kept;
            int start = candidates.start(tile);
            int end = candidates.end(tile);
            int size = found;
            double limit = limit(query, size);
            for (int candidate = start; candidate < end; candidate++) {
                if (bounds[candidate - start] >= limit || candidate == query) {
                    continue;
                }
                double distance = embedding.squaredDistance(query, candidate);
                // candidates come by rising index, so an equal distance never displaces
                if (size < kept || distance < distances[offset + kept - 1]) {
                    insert(offset, size, candidate, distance);
                    size = Math.min(kept, size + 1);
                    limit = limit(query, size);
                }
            }
            return size;
        }

        private double limit(int query, int size) {
            return size < kept
                    ? Double.POSITIVE_INFINITY
                    : candidates.limit(query, distances[query * kept + kept - 1]);
        }

        private void insert(int offset, int size, int candidate, double distance) {
            int position = offset + Math.min(size, kept - 1);
            while (position > offset && distances[position - 1] > distance) {
                distances[position] = distances[position - 1];
                indices[position] = indices[position - 1];
                position--;
            }
            distances[position] = distance;
            indices[position] = candidate;
        }
    }
}
