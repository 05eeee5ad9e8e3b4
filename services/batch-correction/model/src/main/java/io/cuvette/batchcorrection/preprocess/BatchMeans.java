package io.cuvette.batchcorrection.preprocess;

import io.cuvette.data.anndata.SparseMatrix;
import io.cuvette.data.anndata.StoredRow;

/**
 * Mean scaled expression of each batch.
 *
 * @param cells number of cells of each batch
 * @param values batches x genes, row-major; 0 for a batch without cells
 * @param all mean over all of these cells, one value a gene
 */
public record BatchMeans(int[] cells, double[] values, double[] all) {

    /**
     * Reads the chosen cells once.
     *
     * @param scaled cells x genes
     * @param batches code of each cell
     */
    public static BatchMeans of(SparseMatrix scaled, int[] batches, int[] chosen, int batchCount) {
        int genes = scaled.columns();
        double[] sums = new double[Math.multiplyExact(batchCount, genes)];
        double[] all = new double[genes];
        int[] counts = new int[batchCount];
        StoredRow row = new StoredRow(scaled);
        for (int cell : chosen) {
            int batch = batches[cell];
            counts[batch]++;
            for (int k = 0, n = row.read(cell); k < n; k++) {
                sums[batch * genes + row.column(k)] += row.value(k);
                all[row.column(k)] += row.value(k);
            }
        }
        for (int batch = 0; batch < batchCount; batch++) {
            for (int gene = 0; counts[batch] > 0 && gene < genes; gene++) {
                sums[batch * genes + gene] /= counts[batch];
            }
        }
        for (int gene = 0; gene < genes; gene++) {
            all[gene] /= Math.max(1, chosen.length);
        }
        return new BatchMeans(counts, sums, all);
    }

    /** Mean of each batch minus the mean of all cells; 0 for a batch without cells. */
    public double[] differences() {
        int genes = all.length;
        double[] differences = new double[values.length];
        for (int i = 0; i < differences.length; i++) {
            differences[i] = cells[i / genes] == 0 ? 0 : values[i] - all[i % genes];
        }
        return differences;
    }
}
