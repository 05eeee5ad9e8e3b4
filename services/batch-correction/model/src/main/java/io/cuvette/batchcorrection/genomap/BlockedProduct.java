package io.cuvette.batchcorrection.genomap;

/**
 * Dense product in doubles, in tiles that stay in the cache and inner loops that the JIT compiler
 * turns into vector instructions. The order of the sums depends on the sizes alone.
 */
final class BlockedProduct {

    /** Columns of a tile: with 8 rows of the right factor 16 KiB, half of a first-level cache. */
    private static final int TILE = 256;

    private static final int STEP = 8;

    private BlockedProduct() {}

    /**
     * out += A B for the columns from {@code firstColumn} on.
     *
     * @param left A, rows x inner
     * @param right B, inner x columns
     * @param out row i begins at {@code outOffset + i * columns}
     */
    static void add(
            double[] left,
            int rows,
            double[] right,
            int inner,
            int columns,
            int firstColumn,
            double[] out,
            int outOffset) {
        for (int from = firstColumn; from < columns; from += TILE) {
            int width = Math.min(TILE, columns - from);
            int k = 0;
            for (; k + STEP <= inner; k += STEP) {
                for (int i = 0; i < rows; i++) {
                    addEight(
                            left,
                            i * inner + k,
                            right,
                            k * columns + from,
                            columns,
                            out,
                            outOffset + i * columns + from,
                            width);
                }
            }
            for (; k < inner; k++) {
                for (int i = 0; i < rows; i++) {
                    addOne(
                            left[i * inner + k],
                            right,
                            k * columns + from,
                            out,
                            outOffset + i * columns + from,
                            width);
                }
            }
        }
    }

    private static void addEight(
            double[] a, int at, double[] b, int bAt, int stride, double[] out, int to, int width) {
        double a0 = a[at];
        double a1 = a[at + 1];
        double a2 = a[at + 2];
        double a3 = a[at + 3];
        double a4 = a[at + 4];
        double a5 = a[at + 5];
        double a6 = a[at + 6];
        double a7 = a[at + 7];
        int b1 = bAt + stride;
        int b2 = b1 + stride;
        int b3 = b2 + stride;
        int b4 = b3 + stride;
        int b5 = b4 + stride;
        int b6 = b5 + stride;
        int b7 = b6 + stride;
        for (int j = 0; j < width; j++) {
            out[to + j] +=
                    ((a0 * b[bAt + j] + a1 * b[b1 + j]) + (a2 * b[b2 + j] + a3 * b[b3 + j]))
                            + ((a4 * b[b4 + j] + a5 * b[b5 + j])
                                    + (a6 * b[b6 + j] + a7 * b[b7 + j]));
        }
    }

    private static void addOne(double a, double[] b, int bAt, double[] out, int to, int width) {
        for (int j = 0; j < width; j++) {
            out[to + j] += a * b[bAt + j];
        }
    }
}
