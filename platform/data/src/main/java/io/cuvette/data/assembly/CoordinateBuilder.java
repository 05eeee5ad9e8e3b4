package io.cuvette.data.assembly;

import io.cuvette.data.ReadLimits;
import io.cuvette.data.anndata.CsrMatrix;
import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.data.h5ad.SparseRows;
import io.cuvette.data.hdf5.Memory;
import java.util.ArrayList;
import java.util.List;

/**
 * A sparse matrix that grows by one value at a time, in any order, and is compressed at the end.
 *
 * <p>Memory is taken in blocks as values arrive, never by a size that a file declares.
 */
public final class CoordinateBuilder {
    private static final int BLOCK = 1 << 16;

    /** Row, column and value here, column and value once more in the result. */
    private static final long BYTES_A_VALUE = 20;

    private record Block(int[] rows, int[] columns, float[] values) {
        Block() {
            this(new int[BLOCK], new int[BLOCK], new float[BLOCK]);
        }
    }

    private final long maxValues;
    private final List<Block> blocks = new ArrayList<>();
    private Block last;
    private int used = BLOCK;
    private long count;

    public CoordinateBuilder(ReadLimits limits) {
        this.maxValues = Math.min(limits.maxStoredValues(), Integer.MAX_VALUE - 8);
    }

    /**
     * Zeros are left out; values of the same place add up.
     *
     * @throws DataException TOO_LARGE, EXCEEDS_RESOURCES
     */
    public void add(int row, int column, float value) throws DataException {
        if (value == 0f) {
            return;
        }
        if (used == BLOCK) {
            grow();
        }
        last.rows[used] = row;
        last.columns[used] = column;
        last.values[used++] = value;
        count++;
    }

    private void grow() throws DataException {
        if (count >= maxValues) {
            throw new DataException(
                    FindingCode.TOO_LARGE,
                    "X",
                    "It has more than the %d values that are allowed.".formatted(maxValues));
        }
        Memory.require(BYTES_A_VALUE * (count + BLOCK), "X");
        last = new Block();
        blocks.add(last);
        used = 0;
    }

    /** Number of values that are not zero. */
    public long count() {
        return count;
    }

    /**
     * Compresses, once; the builder is empty afterwards.
     *
     * @param rows above every row that was added
     * @param columns above every column that was added
     */
    public CsrMatrix build(int rows, int columns) throws DataException {
        return compress(rows, columns, false);
    }

    /** As {@link #build}, with what was added as (row, column) stored at (column, row). */
    public CsrMatrix buildTransposed(int rows, int columns) throws DataException {
        return compress(columns, rows, true);
    }

    private CsrMatrix compress(int rows, int columns, boolean transposed) throws DataException {
        Memory.require(BYTES_A_VALUE * count + 8L * rows, "X");
        int total = Math.toIntExact(count);
        int[] pointers = new int[rows + 1];
        forEachBlock(
                false,
                (block, size) -> {
                    int[] major = transposed ? block.columns : block.rows;
                    for (int i = 0; i < size; i++) {
                        pointers[major[i] + 1]++;
                    }
                });
        for (int row = 0; row < rows; row++) {
            pointers[row + 1] += pointers[row];
        }
        int[] next = pointers.clone();
        int[] indices = new int[total];
        float[] values = new float[total];
        forEachBlock(
                true,
                (block, size) -> {
                    int[] major = transposed ? block.columns : block.rows;
                    int[] minor = transposed ? block.rows : block.columns;
                    for (int i = 0; i < size; i++) {
                        int position = next[major[i]]++;
                        indices[position] = minor[i];
                        values[position] = block.values[i];
                    }
                });
        count = 0;
        return SparseRows.canonical(rows, columns, pointers, indices, values);
    }

    private interface BlockAction {
        void accept(Block block, int size);
    }

    private void forEachBlock(boolean release, BlockAction action) {
        for (int b = 0; b < blocks.size(); b++) {
            action.accept(blocks.get(b), b + 1 < blocks.size() ? BLOCK : used);
            if (release) {
                blocks.set(b, null);
            }
        }
        if (release) {
            blocks.clear();
            last = null;
            used = BLOCK;
        }
    }
}
