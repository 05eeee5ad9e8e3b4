package io.cuvette.batchcorrection.neighbors;

import io.cuvette.batchcorrection.embedding.Embedding;
import org.hipparchus.util.KthSelector;

/**
 * The cells that may be among the nearest of one query, while all others come by in rising order. A
 * candidate costs one comparison; a full list is thinned by bounds, and by exact distances where
 * bounds do not tell, as among cells that coincide: it never grows beyond four times as many as are
 * wanted.
 */
final class Shortlist {

    private static final KthSelector SELECTOR = new KthSelector();

    private final Embedding embedding;
    private final DistanceBounds bounds;
    private final int query;
    private final int wanted;
    private final int[] cells;
    private final float[] lower;
    private int size;
    private double limit = Double.POSITIVE_INFINITY;

    /**
     * @param wanted at least 1
     */
    Shortlist(Embedding embedding, DistanceBounds bounds, int query, int wanted) {
        this.embedding = embedding;
        this.bounds = bounds;
        this.query = query;
        this.wanted = wanted;
        int capacity = (int) Math.min(4L * wanted, embedding.cells());
        this.cells = new int[capacity];
        this.lower = new float[capacity];
    }

    /**
     * Looks at the cells of a tile.
     *
     * @param start the first of them
     * @param values lower bounds, of which those of the tile begin at {@code offset}
     */
    void add(int start, int end, float[] values, int offset) {
        for (int cell = start; cell < end; cell++) {
            float value = values[offset + cell - start];
            if (value > limit || cell == query) {
                continue;
            }
            if (size == cells.length) {
                thin();
                if (size > cells.length / 2) {
                    settle();
                }
            }
            cells[size] = cell;
            lower[size] = value;
            size++;
        }
    }

    /**
     * Writes the nearest cells, or all there are when fewer came by than are wanted.
     *
     * @param offset where the query's part of both arrays begins
     * @param distances not squared
     */
    void write(int[] indices, double[] distances, int offset) {
        if (size > wanted) {
            thin();
        }
        double[] squared = settle();
        System.arraycopy(cells, 0, indices, offset, size);
        for (int i = 0; i < size; i++) {
            distances[offset + i] = Math.sqrt(squared[i]);
        }
    }

    /** Drops cells that are farther than as many others as are wanted, as far as bounds tell. */
    private void thin() {
        double[] upper = new double[size];
        for (int i = 0; i < size; i++) {
            upper[i] = lower[i] + bounds.gap(query, cells[i]);
        }
        limit = Math.min(limit, SELECTOR.select(upper, null, wanted - 1));
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (lower[i] <= limit) {
                cells[kept] = cells[i];
                lower[kept] = lower[i];
                kept++;
            }
        }
        size = kept;
    }

    /**
     * Leaves the nearest by exact distance and index, in this order.
     *
     * @return their squared distances
     */
    private double[] settle() {
        int kept = Math.min(size, wanted);
        int[] nearest = new int[kept];
        float[] nearestLower = new float[kept];
        double[] distances = new double[kept];
        for (int i = 0; i < size; i++) {
            double distance = embedding.squaredDistance(query, cells[i]);
            int found = Math.min(i, kept);
            int position = position(nearest, distances, found, cells[i], distance);
            if (position < kept) {
                int moved = Math.min(found, kept - 1) - position;
                System.arraycopy(nearest, position, nearest, position + 1, moved);
                System.arraycopy(nearestLower, position, nearestLower, position + 1, moved);
                System.arraycopy(distances, position, distances, position + 1, moved);
                nearest[position] = cells[i];
                nearestLower[position] = lower[i];
                distances[position] = distance;
            }
        }
        System.arraycopy(nearest, 0, cells, 0, kept);
        System.arraycopy(nearestLower, 0, lower, 0, kept);
        size = kept;
        if (kept == wanted) {
            limit = Math.min(limit, bounds.limit(query, distances[kept - 1]));
        }
        return distances;
    }

    /** Where a cell belongs among those found, by distance, then index. */
    private static int position(
            int[] nearest, double[] distances, int found, int cell, double distance) {
        int low = 0;
        int high = found;
        while (low < high) {
            int middle = (low + high) >>> 1;
            boolean before =
                    distances[middle] < distance
                            || (distances[middle] == distance && nearest[middle] < cell);
            if (before) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
