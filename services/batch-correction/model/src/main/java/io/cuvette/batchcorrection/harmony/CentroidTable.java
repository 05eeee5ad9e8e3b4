package io.cuvette.batchcorrection.harmony;

import java.util.Arrays;

/**
 * Directions of clusters, {@code Y = normalise(Z_cos R')}, lying dimension by dimension so that
 * products with a cell run along the clusters.
 */
final class CentroidTable {

    /** Cells of a partial sum: few enough for single precision. */
    private static final int CHUNK = 1024;

    private final int clusters;
    private final int dimensions;

    /** dimensions x clusters. */
    private final float[] values;

    private final float[][] partials;

    CentroidTable(int cells, int clusters, int dimensions) {
        this.clusters = clusters;
        this.dimensions = dimensions;
        this.values = new float[Math.multiplyExact(clusters, dimensions)];
        this.partials = new float[Chunks.count(cells, CHUNK)][];
    }

    /** dimensions x clusters, not copied. */
    float[] values() {
        return values;
    }

    /** Copies a direction in. */
    void set(int cluster, float[] from, int at) {
        for (int j = 0; j < dimensions; j++) {
            values[j * clusters + cluster] = from[at + j];
        }
    }

    /**
     * Moves every cluster to its cells; one without cells stays where it is.
     *
     * @param directions cells x dimensions
     * @param assignments cells x clusters
     */
    void update(float[] directions, float[] assignments) {
        int cells = directions.length / dimensions;
        Chunks.forEach(
                cells,
                CHUNK,
                (chunk, from, to) -> {
                    if (partials[chunk] == null) {
                        partials[chunk] = new float[values.length];
                    }
                    sum(directions, assignments, from, to, partials[chunk]);
                });
        double[] total = new double[values.length];
        for (float[] partial : partials) {
            for (int k = 0; k < total.length; k++) {
                total[k] += partial[k];
            }
        }
        normalize(total);
    }

    private void sum(float[] directions, float[] assignments, int from, int to, float[] out) {
        Arrays.fill(out, 0);
        int cell = from;
        for (; cell + 7 < to; cell += 8) {
            for (int j = 0; j < dimensions; j++) {
                Kernels.addEight(
                        directions,
                        cell * dimensions + j,
                        dimensions,
                        assignments,
                        cell * clusters,
                        clusters,
                        out,
                        j * clusters);
            }
        }
        for (; cell < to; cell++) {
            for (int j = 0; j < dimensions; j++) {
                Kernels.addOne(
                        directions[cell * dimensions + j],
                        assignments,
                        cell * clusters,
                        clusters,
                        out,
                        j * clusters);
            }
        }
    }

    private void normalize(double[] total) {
        for (int c = 0; c < clusters; c++) {
            double squares = 0;
            for (int j = 0; j < dimensions; j++) {
                squares += total[j * clusters + c] * total[j * clusters + c];
            }
            double norm = Math.sqrt(squares);
            if (norm > Float.MIN_NORMAL) {
                for (int j = 0; j < dimensions; j++) {
                    values[j * clusters + c] = (float) (total[j * clusters + c] / norm);
                }
            }
        }
    }
}
