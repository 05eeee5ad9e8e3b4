package io.cuvette.training.core.sampling;

import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.Seeds;

/**
 * Random projection of matrices from both sides by signs, which keeps Euclidean distances on
 * average (Achlioptas 2003). A side that is small already stays as it is. The signs depend on seed
 * and size only.
 */
final class SignProjection {
    private final long seed;
    private final int rows;
    private final int columns;

    private double[][] left = {};
    private double[][] right = {};

    SignProjection(long seed, int rows, int columns) {
        this.seed = Seeds.hash(seed, "projection");
        this.rows = rows;
        this.columns = columns;
    }

    /** {@code R_T L R_V / sqrt(r_T r_V)}, row by row. */
    double[] project(double[][] matrix) {
        if (left.length == 0 || left[0].length != matrix.length) {
            left = signs(0, rows, matrix.length);
        }
        if (right.length == 0 || right[0].length != matrix[0].length) {
            right = signs(1, columns, matrix[0].length);
        }
        double[][] narrow = new double[matrix.length][right.length];
        for (int t = 0; t < matrix.length; t++) {
            for (int c = 0; c < right.length; c++) {
                narrow[t][c] = dot(right[c], matrix[t]);
            }
        }
        double[] projected = new double[left.length * right.length];
        for (int r = 0; r < left.length; r++) {
            for (int t = 0; t < matrix.length; t++) {
                for (int c = 0; c < right.length; c++) {
                    projected[r * right.length + c] += left[r][t] * narrow[t][c];
                }
            }
        }
        return projected;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** {@code [to][from]}, of signs by {@code 1 / sqrt(to)}; the identity where to is not below. */
    private double[][] signs(int side, int to, int from) {
        double[][] signs = new double[Math.min(to, from)][from];
        RandomStream random = new RandomStream(Seeds.hash(seed, side, from));
        for (int i = 0; i < signs.length; i++) {
            for (int j = 0; j < from; j++) {
                if (to < from) {
                    signs[i][j] = (random.nextLong() < 0 ? -1 : 1) / Math.sqrt(to);
                } else {
                    signs[i][j] = i == j ? 1 : 0;
                }
            }
        }
        return signs;
    }
}
