package io.cuvette.batchcorrection.genomap;

import java.util.ArrayList;
import java.util.List;

/**
 * Mean genomap of every batch, pixel by pixel: expression standardised by the layout's rows and
 * averaged over the cells of a batch. The paper averages a batch's own cells (spec 2.3, point 6);
 * cells that are projected into every batch are averaged in the same way, then with equal cells in
 * all of them.
 */
public final class BatchAverages {

    private final GeneScale scale;
    private final List<double[]> sums = new ArrayList<>();
    private final int[] cells;

    /**
     * @param batches number of them, 1 or more
     * @param scale of the genes of the layout
     */
    public BatchAverages(int batches, GeneScale scale) {
        this.scale = scale;
        this.cells = new int[batches];
        for (int batch = 0; batch < batches; batch++) {
            sums.add(new double[scale.genes()]);
        }
    }

    /**
     * Adds a cell to a batch.
     *
     * @param expression one value a gene of the layout, in the space that the layout was made in
     */
    public void add(int batch, float[] expression) {
        double[] sum = sums.get(batch);
        if (expression.length != sum.length) {
            throw new IllegalArgumentException(
                    "%d values for %d genes".formatted(expression.length, sum.length));
        }
        cells[batch]++;
        for (int gene = 0; gene < sum.length; gene++) {
            sum[gene] += scale.standardize(gene, expression[gene]);
        }
    }

    /** Number of cells in each batch. */
    public int[] cells() {
        return cells.clone();
    }

    /**
     * One array a batch, one value a gene.
     *
     * @throws IllegalStateException when a batch has no cell
     */
    public List<double[]> averages() {
        List<double[]> averages = new ArrayList<>();
        for (int batch = 0; batch < cells.length; batch++) {
            if (cells[batch] == 0) {
                throw new IllegalStateException("batch %d has no cell".formatted(batch));
            }
            double[] average = sums.get(batch).clone();
            for (int gene = 0; gene < average.length; gene++) {
                average[gene] /= cells[batch];
            }
            averages.add(average);
        }
        return averages;
    }
}
