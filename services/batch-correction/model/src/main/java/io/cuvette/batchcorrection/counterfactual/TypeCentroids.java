package io.cuvette.batchcorrection.counterfactual;

import io.cuvette.data.anndata.SparseMatrix;
import io.cuvette.data.anndata.StoredRow;
import java.util.Optional;

/** Mean scaled expression of the cells of each label in each of some batches. */
public final class TypeCentroids {

    private final int genes;

    /** By batch code, then label; null where there is no cell or the batch was not asked for. */
    private final double[][][] means;

    private TypeCentroids(int batches, int labels, int genes) {
        this.genes = genes;
        this.means = new double[batches][labels][];
    }

    /**
     * Reads all cells once; only the chosen batches are held.
     *
     * @param scaled cells x genes
     * @param batches code of each cell
     * @param labels code of each cell, -1 where there is none
     * @param chosen codes of the batches to hold
     * @param batchCount number of batches
     * @param labelCount number of labels
     */
    public static TypeCentroids of(
            SparseMatrix scaled,
            int[] batches,
            int[] labels,
            int[] chosen,
            int batchCount,
            int labelCount) {
        boolean[] held = new boolean[batchCount];
        for (int batch : chosen) {
            held[batch] = true;
        }
        TypeCentroids centroids = new TypeCentroids(batchCount, labelCount, scaled.columns());
        int[][] sizes = new int[batchCount][labelCount];
        StoredRow row = new StoredRow(scaled);
        for (int cell = 0; cell < batches.length; cell++) {
            if (labels[cell] >= 0 && held[batches[cell]]) {
                centroids.add(batches[cell], labels[cell], row, row.read(cell));
                sizes[batches[cell]][labels[cell]]++;
            }
        }
        centroids.divide(sizes);
        return centroids;
    }

    private void add(int batch, int label, StoredRow row, int stored) {
        if (means[batch][label] == null) {
            means[batch][label] = new double[genes];
        }
        double[] sum = means[batch][label];
        for (int k = 0; k < stored; k++) {
            sum[row.column(k)] += row.value(k);
        }
    }

    private void divide(int[][] sizes) {
        for (int batch = 0; batch < sizes.length; batch++) {
            for (int label = 0; label < sizes[batch].length; label++) {
                for (int gene = 0; sizes[batch][label] > 0 && gene < genes; gene++) {
                    means[batch][label][gene] /= sizes[batch][label];
                }
            }
        }
    }

    /** Mean of a label in a batch, one value a gene; empty when the batch lacks the label. */
    Optional<double[]> find(int batch, int label) {
        return Optional.ofNullable(means[batch][label]);
    }

    /** The label whose mean in the batch is nearest, -1 when the batch has none. */
    int nearest(int batch, float[] expression) {
        int nearest = -1;
        double smallest = Double.POSITIVE_INFINITY;
        for (int label = 0; label < means[batch].length; label++) {
            if (means[batch][label] != null) {
                double distance = squaredDistance(expression, means[batch][label]);
                if (distance < smallest) {
                    smallest = distance;
                    nearest = label;
                }
            }
        }
        return nearest;
    }

    static double squaredDistance(float[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < y.length; i++) {
            double difference = x[i] - y[i];
            sum += difference * difference;
        }
        return sum;
    }
}
