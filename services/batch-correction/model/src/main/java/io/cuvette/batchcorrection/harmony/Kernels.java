package io.cuvette.batchcorrection.harmony;

import java.util.Arrays;

/**
 * Inner loops in the shape that the JIT compiler turns into vector instructions: arrays of equal
 * length from their first value at unit stride (an offset into a larger array keeps JDK 17 from it,
 * at five times the time, so rows are copied out first), and no sum along the stride. Sums of a row
 * have four independent terms, in a fixed order.
 */
final class Kernels {

    /** exp(-80) is still a normal float, and no share of a cluster that could matter. */
    private static final float LEAST_EXPONENT = -80;

    private static final float HALVED_EIGHT_TIMES = 1f / 256;

    private Kernels() {}

    /**
     * {@code out[c] = sum_j z[from + j] table[j][c]}.
     *
     * @param table one row a dimension
     */
    static void product(float[] z, int from, float[][] table, float[] out) {
        Arrays.fill(out, 0);
        int j = 0;
        for (; j + 3 < table.length; j += 4) {
            addFour(
                    z[from + j],
                    z[from + j + 1],
                    z[from + j + 2],
                    z[from + j + 3],
                    table[j],
                    table[j + 1],
                    table[j + 2],
                    table[j + 3],
                    out);
        }
        for (; j < table.length; j++) {
            addOne(z[from + j], table[j], out);
        }
    }

    static void addFour(
            float a0,
            float a1,
            float a2,
            float a3,
            float[] r0,
            float[] r1,
            float[] r2,
            float[] r3,
            float[] out) {
        for (int c = 0; c < out.length; c++) {
            out[c] += (a0 * r0[c] + a1 * r1[c]) + (a2 * r2[c] + a3 * r3[c]);
        }
    }

    static void addOne(float a, float[] row, float[] out) {
        for (int c = 0; c < out.length; c++) {
            out[c] += a * row[c];
        }
    }

    static void add(float[] row, float[] out) {
        for (int c = 0; c < out.length; c++) {
            out[c] += row[c];
        }
    }

    static void addFour(
            double a0,
            double a1,
            double a2,
            double a3,
            double[] r0,
            double[] r1,
            double[] r2,
            double[] r3,
            double[] out) {
        for (int c = 0; c < out.length; c++) {
            out[c] += (a0 * r0[c] + a1 * r1[c]) + (a2 * r2[c] + a3 * r3[c]);
        }
    }

    static void addOne(double a, double[] row, double[] out) {
        for (int c = 0; c < out.length; c++) {
            out[c] += a * row[c];
        }
    }

    /**
     * Soft assignment of one cell, in place: {@code v_c = scale (cosine_c - 1) + offset_c} becomes
     * {@code exp(v_c) / sum exp(v)}.
     *
     * @return log of the sum
     */
    static double softmax(float[] cosines, float scale, float[] offsets) {
        for (int c = 0; c < cosines.length; c++) {
            cosines[c] = scale * cosines[c] - scale + offsets[c];
        }
        float largest = max(cosines);
        for (int c = 0; c < cosines.length; c++) {
            cosines[c] = Math.max(cosines[c] - largest, LEAST_EXPONENT) * HALVED_EIGHT_TIMES;
        }
        for (int c = 0; c < cosines.length; c++) {
            // exp(x) = exp(x / 256)^256, the inner one by its series: relative error below 4e-5
            // at -80 and far less where shares matter; multiplications only, so it vectorises
            float x = cosines[c];
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
            cosines[c] = e;
        }
        float sum = sum(cosines);
        float inverse = 1 / sum;
        for (int c = 0; c < cosines.length; c++) {
            cosines[c] *= inverse;
        }
        return largest + Math.log(sum);
    }

    private static float max(float[] values) {
        float m0 = values[0];
        float m1 = m0;
        float m2 = m0;
        float m3 = m0;
        int c = 0;
        for (; c + 3 < values.length; c += 4) {
            m0 = values[c] > m0 ? values[c] : m0;
            m1 = values[c + 1] > m1 ? values[c + 1] : m1;
            m2 = values[c + 2] > m2 ? values[c + 2] : m2;
            m3 = values[c + 3] > m3 ? values[c + 3] : m3;
        }
        for (; c < values.length; c++) {
            m0 = values[c] > m0 ? values[c] : m0;
        }
        return Math.max(Math.max(m0, m1), Math.max(m2, m3));
    }

    private static float sum(float[] values) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int c = 0;
        for (; c + 3 < values.length; c += 4) {
            s0 += values[c];
            s1 += values[c + 1];
            s2 += values[c + 2];
            s3 += values[c + 3];
        }
        for (; c < values.length; c++) {
            s0 += values[c];
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
