package io.cuvette.batchcorrection.umap;

import io.cuvette.batchcorrection.embedding.Embedding;
import io.cuvette.batchcorrection.neighbors.NearestNeighbors;

/** How well a layout shows which cells are near. */
final class LayoutQuality {

    private LayoutQuality() {}

    /**
     * Venna and Kaski 2001: 1 - 2 / (n k (2n - 3k - 1)) * sum of (rank - k) of false neighbours.
     */
    static double trustworthiness(Embedding x, Embedding plane, int k) {
        int n = x.cells();
        NearestNeighbors ranks = NearestNeighbors.search(x, n - 1);
        NearestNeighbors shown = NearestNeighbors.search(plane, k);
        double penalty = 0;
        int[] rankOf = new int[n];
        for (int cell = 0; cell < n; cell++) {
            for (int rank = 0; rank < n - 1; rank++) {
                rankOf[ranks.index(cell, rank)] = rank + 1;
            }
            for (int rank = 0; rank < k; rank++) {
                penalty += Math.max(0, rankOf[shown.index(cell, rank)] - k);
            }
        }
        return 1 - 2.0 / (n * (double) k * (2.0 * n - 3.0 * k - 1)) * penalty;
    }

    /** Mean share of the k nearest others that are still among the k nearest. */
    static double neighborsKept(Embedding x, Embedding plane, int k) {
        NearestNeighbors near = NearestNeighbors.search(x, k);
        NearestNeighbors shown = NearestNeighbors.search(plane, k);
        int[] seenFor = new int[x.cells()];
        long kept = 0;
        for (int cell = 0; cell < x.cells(); cell++) {
            for (int rank = 0; rank < k; rank++) {
                seenFor[near.index(cell, rank)] = cell + 1;
            }
            for (int rank = 0; rank < k; rank++) {
                kept += seenFor[shown.index(cell, rank)] == cell + 1 ? 1 : 0;
            }
        }
        return kept / ((double) x.cells() * k);
    }
}
