package io.cuvette.batchcorrection.neighbors;

import io.cuvette.batchcorrection.embedding.Embedding;
import java.util.List;
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

    /** Queries whose bounds are one matrix product. */
    private static final int QUERY_BLOCK = 128;

    /**
     * Searches on all processors; the answer does not depend on their number.
     *
     * @param count neighbours wanted; lowered to the number of other cells
     * @throws IllegalArgumentException if a value is not finite
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
            try (DistanceBounds bounds = new DistanceBounds(embedding)) {
                IntStream.range(0, blocks)
                        .parallel()
                        .forEach(
                                block -> {
                                    int from = block * QUERY_BLOCK;
                                    int to = Math.min(cells, from + QUERY_BLOCK);
                                    new Block(embedding, bounds, from, to, kept, indices, distances)
                                            .search();
                                });
            }
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
            DistanceBounds bounds,
            int from,
            int to,
            int kept,
            int[] indices,
            double[] distances) {

        void search() {
            List<Shortlist> shortlists =
                    IntStream.range(from, to)
                            .mapToObj(query -> new Shortlist(bounds, query, kept))
                            .toList();
            for (int tile = 0; tile < bounds.tiles(); tile++) {
                int start = bounds.start(tile);
                int end = bounds.end(tile);
                float[] lower = bounds.lower(from, to, tile);
                for (int i = 0; i < shortlists.size(); i++) {
                    shortlists.get(i).add(start, end, lower, i * (end - start));
                }
            }
            for (int query = from; query < to; query++) {
                int found = 0;
                for (int candidate : shortlists.get(query - from).cells()) {
                    insert(query, found, candidate, embedding.squaredDistance(query, candidate));
                    found = Math.min(kept, found + 1);
                }
            }
            for (int k = from * kept; k < to * kept; k++) {
                distances[k] = Math.sqrt(distances[k]);
            }
        }

        /** Candidates come by rising index, so each stands after its equals. */
        private void insert(int query, int found, int candidate, double distance) {
            int start = query * kept;
            int position = start;
            int end = start + found;
            while (position < end) {
                int middle = (position + end) >>> 1;
                if (distances[middle] <= distance) {
                    position = middle + 1;
                } else {
                    end = middle;
                }
            }
            if (position < start + kept) {
                int moved = start + Math.min(found, kept - 1) - position;
                System.arraycopy(distances, position, distances, position + 1, moved);
                System.arraycopy(indices, position, indices, position + 1, moved);
                distances[position] = distance;
                indices[position] = candidate;
            }
        }
    }
}
