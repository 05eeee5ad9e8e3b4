package io.cuvette.batchcorrection.neighbors;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.batchcorrection.embedding.Embedding;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.TensorScope;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
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

    /** Queries whose bounds are one matrix product; a block lies in one tile. */
    private static final int QUERY_BLOCK = DistanceBounds.TILE / 16;

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
        if (!embedding.isFinite()) {
            throw new IllegalArgumentException("distances need values that are finite");
        }
        int cells = embedding.cells();
        int kept = Math.min(count, Math.max(0, cells - 1));
        int[] indices = new int[Math.multiplyExact(cells, kept)];
        double[] distances = new double[indices.length];
        if (kept > 0) {
            try (DistanceBounds bounds = new DistanceBounds(embedding)) {
                new Search(embedding, bounds, kept, indices, distances).run();
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
     * A search in blocks of queries.
     *
     * @param indices filled, as {@link NearestNeighbors#indices}
     * @param distances filled, as {@link NearestNeighbors#distances}
     */
    private record Search(
            Embedding embedding,
            DistanceBounds bounds,
            int kept,
            int[] indices,
            double[] distances) {

        /** Returns when no block is at work any more: the bounds may be freed then. */
        void run() {
            AtomicReference<Throwable> failure = new AtomicReference<>();
            int blocks = (embedding.cells() + QUERY_BLOCK - 1) / QUERY_BLOCK;
            IntStream.range(0, blocks)
                    .parallel()
                    .filter(block -> failure.get() == null)
                    .forEach(
                            block -> {
                                // a stream that throws does not wait for its other threads
                                try {
                                    int from = block * QUERY_BLOCK;
                                    block(from, Math.min(embedding.cells(), from + QUERY_BLOCK));
                                } catch (RuntimeException | Error e) {
                                    failure.compareAndSet(null, e);
                                }
                            });
            if (failure.get() instanceof Error error) {
                throw error;
            }
            if (failure.get() instanceof RuntimeException exception) {
                throw exception;
            }
        }

        @SuppressWarnings("try") // scopes and modes are used by being open
        private void block(int from, int to) {
            List<Shortlist> shortlists =
                    IntStream.range(from, to)
                            .mapToObj(query -> new Shortlist(embedding, bounds, query, kept))
                            .toList();
            try (TensorScope scope = TensorScope.open();
                    GradMode off = GradMode.off()) {
                PtNDArray queries = bounds.queries(from, to);
                for (int tile = 0; tile < bounds.tiles(); tile++) {
                    int start = bounds.start(tile);
                    int end = bounds.end(tile);
                    float[] lower = bounds.lower(queries, tile);
                    for (int i = 0; i < shortlists.size(); i++) {
                        shortlists.get(i).add(start, end, lower, i * (end - start));
                    }
                }
            }
            for (int i = 0; i < shortlists.size(); i++) {
                shortlists.get(i).write(indices, distances, (from + i) * kept);
            }
        }
    }
}
