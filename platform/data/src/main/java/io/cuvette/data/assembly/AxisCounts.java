package io.cuvette.data.assembly;

import io.cuvette.data.finding.DataException;
import io.cuvette.data.hdf5.Memory;
import java.util.Arrays;

/** How many values the rows have, or the columns, and whether they came in that order. */
final class AxisCounts {

    private static final int FIRST_CAPACITY = 1 << 8;

    private int[] counts = {};
    private int last;
    private boolean inOrder = true;

    /**
     * @throws DataException EXCEEDS_RESOURCES
     */
    void add(int index) throws DataException {
        if (index >= counts.length) {
            grow(index);
        }
        counts[index]++;
        inOrder &= index >= last;
        last = index;
    }

    private void grow(int index) throws DataException {
        long capacity = Math.max(FIRST_CAPACITY, Math.max(index + 1L, 3L * counts.length / 2));
        Memory.require(Integer.BYTES * (capacity + counts.length), "X");
        counts = Arrays.copyOf(counts, Math.toIntExact(capacity));
    }

    int of(int index) {
        return index < counts.length ? counts[index] : 0;
    }

    boolean inOrder() {
        return inOrder;
    }
}
