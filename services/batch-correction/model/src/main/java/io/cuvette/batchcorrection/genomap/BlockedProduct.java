package io.cuvette.batchcorrection.genomap;

/**
 * Dense product in doubles, in tiles that stay in the cache. Rows are arrays of their own that
 * share one index: HotSpot (17) makes vector instructions of such loops, and of the same loops over
 * parts of one array it does not (measured: 3.6 against 0.8 billion multiply-adds a second). The
 * order of the sums depends on the sizes alone.
 */
final class BlockedProduct {

    /** Columns of a tile: with 4 rows of the right factor 16 KiB, half of a first-level cache. */
    private static final int TILE = 512;

    private BlockedProduct() {}

    /**
     * out += A B for the columns from {@code firstColumn} on.
     *
     * @param left A, rows x inner
     * @param right B, inner x columns; rows after {@code inner} are not read
     * @param out rows x columns; A's row 0 belongs to its row {@code firstRow}
     */
    static void add(
            double[][] left,
            double[][] right,
            int inner,
            double[][] out,
            int firstRow,
            int firstColumn) {
        int columns = right[0].length;
        for (int from = firstColumn; from < columns; from += TILE) {
            int to = Math.min(columns, from + TILE);
            int k = 0;
            for (; k + 4 <= inner; k += 4) {
                for (int i = 0; i < left.length; i++) {
                    addFour(left[i], right, k, out[firstRow + i], from, to);
                }
            }
            for (; k < inner; k++) {
                for (int i = 0; i < left.length; i++) {
                    addOne(left[i][k], right[k], out[firstRow + i], from, to);
                }
            }
        }
    }

    private static void addFour(double[] a, double[][] b, int k, double[] out, int from, int to) {
        double a0 = a[k];
        double a1 = a[k + 1];
        double a2 = a[k + 2];
        double a3 = a[k + 3];
        double[] b0 = b[k];
        double[] b1 = b[k + 1];
        double[] b2 = b[k + 2];
        double[] b3 = b[k + 3];
        for (int j = from; j < to; j++) {
            out[j] += (a0 * b0[j] + a1 * b1[j]) + (a2 * b2[j] + a3 * b3[j]);
        }
    }

    private static void addOne(double a, double[] b, double[] out, int from, int to) {
        for (int j = from; j < to; j++) {
            out[j] += a * b[j];
        }
    }
}
