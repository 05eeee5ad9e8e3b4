package io.cuvette.data.h5ad;

import io.cuvette.data.anndata.CsrMatrix;
import java.util.Arrays;

/** Brings the rows of a compressed matrix into the order that {@link CsrMatrix} promises. */
public final class SparseRows {

    private SparseRows() {}

    /** Sorts the columns of each row and adds up values of the same place, as scipy does. */
    public static CsrMatrix canonical(
            int rows, int columns, int[] pointers, int[] indices, float[] values) {
        int next = 0;
        int start = 0;
        for (int row = 0; row < rows; row++) {
            int end = pointers[row + 1];
            next = canonicalRow(indices, values, start, end, next);
            pointers[row + 1] = next;
            start = end;
        }
        return next == values.length
                ? new CsrMatrix(rows, columns, pointers, indices, values)
                : new CsrMatrix(
                        rows,
                        columns,
                        pointers,
                        Arrays.copyOf(indices, next),
                        Arrays.copyOf(values, next));
    }

    /**
     * Brings one row, {@code from .. to}, into order and moves it to {@code target <= from}.
     *
     * @return where the moved row ends
     */
    static int canonicalRow(int[] indices, float[] values, int from, int to, int target) {
        if (!increasing(indices, from, to)) {
            sort(indices, values, from, to);
        }
        int next = target;
        for (int k = from; k < to; k++) {
            if (next > target && indices[next - 1] == indices[k]) {
                values[next - 1] += values[k];
            } else {
                indices[next] = indices[k];
                values[next++] = values[k];
            }
        }
        return next;
    }

    private static boolean increasing(int[] indices, int from, int to) {
        for (int k = from + 1; k < to; k++) {
            if (indices[k] <= indices[k - 1]) {
                return false;
            }
        }
        return true;
    }

    private static void sort(int[] indices, float[] values, int from, int to) {
        long[] pairs = new long[to - from];
        for (int k = from; k < to; k++) {
            pairs[k - from] =
                    ((long) indices[k] << 32)
                            | Integer.toUnsignedLong(Float.floatToRawIntBits(values[k]));
        }
        Arrays.sort(pairs);
        for (int k = from; k < to; k++) {
            indices[k] = (int) (pairs[k - from] >>> 32);
            values[k] = Float.intBitsToFloat((int) pairs[k - from]);
        }
    }
}
