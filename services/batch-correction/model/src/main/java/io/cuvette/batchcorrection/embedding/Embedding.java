package io.cuvette.batchcorrection.embedding;

import io.cuvette.data.anndata.DenseMatrix;

/**
 * Points in row-major double precision.
 *
 * @param values {@code cells * dimensions} values, not copied
 */
public record Embedding(int cells, int dimensions, double[] values) implements EmbeddedCells {

    public Embedding {
        if (cells < 0 || dimensions < 1 || (long) cells * dimensions != values.length) {
            throw new IllegalArgumentException(
                    "shape %d x %d does not hold %d values"
                            .formatted(cells, dimensions, values.length));
        }
    }

    public static Embedding of(DenseMatrix matrix) {
        double[] values = new double[matrix.values().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = matrix.values()[i];
        }
        return new Embedding(matrix.rows(), matrix.columns(), values);
    }

    public DenseMatrix toMatrix() {
        float[] out = new float[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) values[i];
        }
        return new DenseMatrix(cells, dimensions, out);
    }

    public double get(int cell, int dimension) {
        return values[cell * dimensions + dimension];
    }

    @Override
    public Embedding select(int[] chosen) {
        double[] out = new double[Math.multiplyExact(chosen.length, dimensions)];
        for (int i = 0; i < chosen.length; i++) {
            System.arraycopy(values, chosen[i] * dimensions, out, i * dimensions, dimensions);
        }
        return new Embedding(chosen.length, dimensions, out);
    }

    /** Squared Euclidean distance of two cells. */
    public double squaredDistance(int a, int b) {
        return squaredDistance(a, this, b);
    }

    /** Squared Euclidean distance of a cell here and a cell of {@code other}. */
    public double squaredDistance(int a, Embedding other, int b) {
        int x = a * dimensions;
        int y = b * dimensions;
        // independent sums keep the adders busy; their order is fixed, so results repeat
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int d = 0;
        for (; d + 3 < dimensions; d += 4) {
            double d0 = values[x + d] - other.values[y + d];
            double d1 = values[x + d + 1] - other.values[y + d + 1];
            double d2 = values[x + d + 2] - other.values[y + d + 2];
            double d3 = values[x + d + 3] - other.values[y + d + 3];
            s0 += d0 * d0;
            s1 += d1 * d1;
            s2 += d2 * d2;
            s3 += d3 * d3;
        }
        for (; d < dimensions; d++) {
            double d0 = values[x + d] - other.values[y + d];
            s0 += d0 * d0;
        }
        return (s0 + s1) + (s2 + s3);
    }

    @Override
    public boolean isFinite() {
        for (double value : values) {
            if (!Double.isFinite(value)) {
                return false;
            }
        }
        return true;
    }
}
