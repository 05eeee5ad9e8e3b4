package io.cuvette.data.anndata;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where each row of a growing matrix begins, counted in values: 4 bytes a row, and growing copies
 * nothing, for both matter when there are millions of rows.
 */
final class RowStarts {

    /** Rows a block. */
    private static final int BLOCK = 1 << 10;

    /** Number of values before each block. */
    private long[] bases = new long[16];

    /** Where each row ends, counted from the begin of its block. */
    private final List<int[]> ends = new ArrayList<>();

    private int rows;
    private long values;

    /**
     * Adds a row behind the others.
     *
     * @param length number of its values
     * @throws ArithmeticException when {@value #BLOCK} rows have more than 2^31 values
     */
    void add(int length) {
        int position = rows % BLOCK;
        if (position == 0) {
            if (ends.size() == bases.length) {
                bases = Arrays.copyOf(bases, 2 * bases.length);
            }
            bases[ends.size()] = values;
            ends.add(new int[BLOCK]);
        }
        values += length;
        int block = rows / BLOCK;
        ends.get(block)[position] = Math.toIntExact(values - bases[block]);
        rows++;
    }

    int rows() {
        return rows;
    }

    /** Number of values of all rows. */
    long values() {
        return values;
    }

    /** Number of values before the row. */
    long start(int row) {
        int block = row / BLOCK;
        return bases[block] + startInBlock(ends.get(block), row % BLOCK);
    }

    /** Number of values of the row. */
    int length(int row) {
        int[] block = ends.get(row / BLOCK);
        int position = row % BLOCK;
        return block[position] - startInBlock(block, position);
    }

    private static int startInBlock(int[] block, int position) {
        return position == 0 ? 0 : block[position - 1];
    }
}
