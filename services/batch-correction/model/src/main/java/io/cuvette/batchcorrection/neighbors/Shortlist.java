package io.cuvette.batchcorrection.neighbors;

import java.util.Arrays;
import org.hipparchus.util.KthSelector;

/**
 * The cells that may be among the nearest of one query, while candidates come by in rising order:
 * those whose lower bound is not above the upper bounds of as many others as are wanted. A full
 * list is thinned at once, so that a candidate costs one comparison.
 */
final class Shortlist {

    private static final KthSelector SELECTOR = new KthSelector();

    private final int query;
    private final int wanted;
    private final double gap;
    private int[] cells;
    private float[] lower;
    private int size;
    private double limit = Double.POSITIVE_INFINITY;

    /**
     * @param wanted at least 1
     */
    Shortlist(DistanceBounds bounds, int query, int wanted) {
        this.query = query;
        this.wanted = wanted;
        this.gap = bounds.gap(query);
        this.cells = new int[4 * wanted];
        this.lower = new float[4 * wanted];
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
            }
            cells[size] = cell;
            lower[size] = value;
            size++;
        }
    }

    /** The remaining cells in rising order; at least as many as are wanted, if there were. */
    int[] cells() {
        if (size > wanted) {
            thin();
        }
        return Arrays.copyOf(cells, size);
    }

    private void thin() {
        double[] work = new double[size];
        for (int i = 0; i < size; i++) {
            work[i] = lower[i];
        }
        // no distance exceeds its bound by more than the gap, so as many as are wanted lie below
        limit = Math.min(limit, SELECTOR.select(work, null, wanted - 1) + gap);
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (lower[i] <= limit) {
                cells[kept] = cells[i];
                lower[kept] = lower[i];
                kept++;
            }
        }
        size = kept;
        if (size > cells.length / 2) {
            int length = Math.multiplyExact(2, cells.length);
            cells = Arrays.copyOf(cells, length);
            lower = Arrays.copyOf(lower, length);
        }
    }
}
