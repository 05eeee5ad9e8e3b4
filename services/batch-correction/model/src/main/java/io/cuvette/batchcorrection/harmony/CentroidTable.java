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
    private final float[][] values;

    /** chunks x dimensions x clusters. */
    private final float[][][] partials;

    CentroidTable(int cells, int clusters, int dimensions) {
        this.clusters = clusters;
        this.dimensions = dimensions;
        this.values = new float[dimensions][clusters];
        this.partials = new float[Chunks.count(cells, CHUNK)][dimensions][clusters];
    }

    /** dimensions x clusters, not copied. */
    float[][] values() {
        return values;
    }

    /** Copies a direction in. */
    void set(int cluster, float[] from, int at) {
        for (int j = 0; j < dimensions; j++) {
            values[j][cluster] = from[at + j];
        }
    }

    /**
     * Moves every cluster to its cells; one without cells stays where it is.
     *
     * @param directions cells x dimensions
     * @param assignments cells x clusters
     */
    void update(float[] directions, float[] assignments) {
        Chunks.forEach(
                directions.length / dimensions,
                CHUNK,
                (chunk, from, to) -> sum(directions, assignments, from, to, partials[chunk]));
        double[][] total = new double[dimensions][clusters];
        for (float[][] partial : partials) {
            for (int j = 0; j < dimensions; j++) {
                for (int c = 0; c < clusters; c++) {
                    total[j][c] += partial[j][c];
                }
            }
        }
        normalize(total);
    }

    private void sum(float[] directions, float[] assignments, int from, int to, float[][] out) {
        for (float[] row : out) {
            Arrays.fill(row, 0);
        }
        float[][] rows = new float[4][clusters];
        int cell = from;
        for (; cell + 3 < to; cell += 4) {
            for (int k = 0; k < 4; k++) {
                System.arraycopy(assignments, (cell + k) * clusters, rows[k], 0, clusters);
            }
            int at = cell * dimensions;
            for (int j = 0; j < dimensions; j++, at++) {
                Kernels.addFour(
                        directions[at],
                        directions[at + dimensions],
                        directions[at + 2 * dimensions],
                        directions[at + 3 * dimensions],
                        rows[0],
                        rows[1],
                        rows[2],
                        rows[3],
                        out[j]);
            }
        }
        for (; cell < to; cell++) {
            System.arraycopy(assignments, cell * clusters, rows[0], 0, clusters);
            for (int j = 0; j < dimensions; j++) {
                Kernels.addOne(directions[cell * dimensions + j], rows[0], out[j]);
            }
        }
    }

    private void normalize(double[][] total) {
        for (int c = 0; c < clusters; c++) {
            double squares = 0;
            for (int j = 0; j < dimensions; j++) {
                squares += total[j][c] * total[j][c];
            }
            double norm = Math.sqrt(squares);
            if (norm > Float.MIN_NORMAL) {
                for (int j = 0; j < dimensions; j++) {
                    values[j][c] = (float) (total[j][c] / norm);
                }
            }
        }
    }
}
