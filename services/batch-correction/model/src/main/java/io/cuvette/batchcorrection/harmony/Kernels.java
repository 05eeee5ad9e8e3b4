package io.cuvette.batchcorrection.harmony;

/**
 * Inner loops in the shape that the JIT compiler turns into vector instructions: one array written
 * at unit stride, eight products a pass, no sum along the stride. Sums of rows in single precision
 * have four independent terms, in a fixed order.
 */
final class Kernels {

    /** exp(-80) is still a normal float, and no share of a cluster that could matter. */
    private static final float LEAST_EXPONENT = -80;

    private static final float SQUARINGS = 1f / 256;

    private Kernels() {}

    /** {@code out[c] = sum_j z[from + j] table[j * width + c]}. */
    static void product(float[] z, int from, int length, float[] table, int width, float[] out) {
        for (int c = 0; c < width; c++) {
            out[c] = 0;
        }
        int j = 0;
        for (; j + 7 < length; j += 8) {
            addEight(z, from + j, 1, table, j * width, width, out, 0);
        }
        for (; j < length; j++) {
            addOne(z[from + j], table, j * width, width, out, 0);
        }
    }

    /**
     * {@code out[outFrom + c] += sum_k a[at + k step] rows[rowFrom + k width + c]}, k from 0 to 7.
     */
    static void addEight(
            float[] a,
            int at,
            int step,
            float[] rows,
            int rowFrom,
            int width,
            float[] out,
            int outFrom) {
        float a0 = a[at];
        float a1 = a[at + step];
        float a2 = a[at + 2 * step];
        float a3 = a[at + 3 * step];
        float a4 = a[at + 4 * step];
        float a5 = a[at + 5 * step];
        float a6 = a[at + 6 * step];
        float a7 = a[at + 7 * step];
        int r1 = rowFrom + width;
        int r2 = r1 + width;
        int r3 = r2 + width;
        int r4 = r3 + width;
        int r5 = r4 + width;
        int r6 = r5 + width;
        int r7 = r6 + width;
        for (int c = 0; c < width; c++) {
            out[outFrom + c] +=
                    ((a0 * rows[rowFrom + c] + a1 * rows[r1 + c])
                                    + (a2 * rows[r2 + c] + a3 * rows[r3 + c]))
                            + ((a4 * rows[r4 + c] + a5 * rows[r5 + c])
                                    + (a6 * rows[r6 + c] + a7 * rows[r7 + c]));
        }
    }

    /** {@code out[outFrom + c] += a rows[rowFrom + c]}. */
    static void addOne(float a, float[] rows, int rowFrom, int width, float[] out, int outFrom) {
        for (int c = 0; c < width; c++) {
            out[outFrom + c] += a * rows[rowFrom + c];
        }
    }

    /** {@code out[c] += rows[rowFrom + c]}. */
    static void add(float[] rows, int rowFrom, int width, float[] out) {
        for (int c = 0; c < width; c++) {
            out[c] += rows[rowFrom + c];
        }
    }

    /** {@code out[outFrom + j] += sum_k a_k rows[r_k + j]}, in double precision. */
    static void addFour(
            double a0,
            double a1,
            double a2,
            double a3,
            double[] rows,
            int r0,
            int r1,
            int r2,
            int r3,
            int width,
            double[] out,
            int outFrom) {
        for (int j = 0; j < width; j++) {
            out[outFrom + j] +=
                    (a0 * rows[r0 + j] + a1 * rows[r1 + j])
                            + (a2 * rows[r2 + j] + a3 * rows[r3 + j]);
        }
    }

    static void addOne(double a, double[] rows, int from, int width, double[] out, int outFrom) {
        for (int j = 0; j < width; j++) {
            out[outFrom + j] += a * rows[from + j];
        }
    }

    /**
     * Soft assignment of one cell: {@code out_c = exp(v_c) / sum exp(v)} with {@code v_c = scale
     * (cosines_c - 1) + offsets_c}.
     *
     * @param cosines overwritten
     * @return log of the sum
     */
    static double softmax(
            float[] cosines,
            int width,
            float scale,
            float[] offsets,
            int offsetFrom,
            float[] out,
            int outFrom) {
        for (int c = 0; c < width; c++) {
            cosines[c] = scale * cosines[c] - scale + offsets[offsetFrom + c];
        }
        float largest = max(cosines, width);
        for (int c = 0; c < width; c++) {
            // exp(x) = exp(x / 256)^256, the inner one by its series: relative error below 4e-5
            // at -80 and far less where shares matter; multiplications only, so it vectorises
            float x = Math.max(cosines[c] - largest, LEAST_EXPONENT) * SQUARINGS;
            float e = 1f / 120 + x * (1f / 720);
            e = 1f / 24 + x * e;
            e = 1f / 6 + x * e;
            e = 0.5f + x * e;
            e = 1 + x * e;
            e = 1 + x * e;
            e *= e;
            e *= e;
            e *= e;
            e *= e;
            e *= e;
            e *= e;
            e *= e;
            e *= e;
            out[outFrom + c] = e;
        }
        float sum = sum(out, outFrom, width);
        float inverse = 1 / sum;
        for (int c = 0; c < width; c++) {
            out[outFrom + c] *= inverse;
        }
        return largest + Math.log(sum);
    }

    private static float max(float[] values, int width) {
        float m0 = values[0];
        float m1 = m0;
        float m2 = m0;
        float m3 = m0;
        int c = 0;
        for (; c + 3 < width; c += 4) {
            m0 = values[c] > m0 ? values[c] : m0;
            m1 = values[c + 1] > m1 ? values[c + 1] : m1;
            m2 = values[c + 2] > m2 ? values[c + 2] : m2;
            m3 = values[c + 3] > m3 ? values[c + 3] : m3;
        }
        for (; c < width; c++) {
            m0 = values[c] > m0 ? values[c] : m0;
        }
        return Math.max(Math.max(m0, m1), Math.max(m2, m3));
    }

    private static float sum(float[] values, int from, int width) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int c = 0;
        for (; c + 3 < width; c += 4) {
            s0 += values[from + c];
            s1 += values[from + c + 1];
            s2 += values[from + c + 2];
            s3 += values[from + c + 3];
        }
        for (; c < width; c++) {
            s0 += values[from + c];
        }
        return (s0 + s1) + (s2 + s3);
    }

    /** Direction of a row: {@code z / |z|}; a row of zeros stays one. */
    static void normalize(double[] z, int from, int length, float[] out, int outFrom) {
        // scaled by the largest value first, so that squares neither overflow nor vanish
        double largest = 0;
        for (int j = 0; j < length; j++) {
            largest = Math.max(largest, Math.abs(z[from + j]));
        }
        double squares = 0;
        for (int j = 0; j < length; j++) {
            double scaled = largest > 0 ? z[from + j] / largest : 0;
            squares += scaled * scaled;
        }
        double norm = Math.sqrt(squares);
        for (int j = 0; j < length; j++) {
            out[outFrom + j] = norm > 0 ? (float) (z[from + j] / largest / norm) : 0;
        }
    }
}
