package io.cuvette.batchcorrection.app.service;

import java.util.List;
import java.util.stream.IntStream;

/**
 * How much each gene changes with the batch: its standard deviation over the batches (ddof 1), mean
 * over cells; 0 for a single batch. Taken along while a projection is computed.
 */
public final class BatchDeviations {

    private final int cells;
    private final int targets;
    private final double[] mean;
    private final double[] squares;
    private final double[] deviations;

    /**
     * @param shape of the projection: cells, batches and genes
     */
    public BatchDeviations(int[] shape) {
        this.cells = shape[0];
        this.targets = shape[1];
        this.mean = new double[shape[2]];
        this.squares = new double[shape[2]];
        this.deviations = new double[shape[2]];
    }

    /**
     * Takes a cell in a batch; cell by cell, within a cell in the order of batches.
     *
     * @param values one a gene
     */
    public void add(int target, float[] values) {
        for (int gene = 0; gene < values.length; gene++) {
            // Welford's update, begun anew with each cell
            double before = target == 0 ? 0 : mean[gene];
            double difference = values[gene] - before;
            mean[gene] = before + difference / (target + 1);
            squares[gene] =
                    (target == 0 ? 0 : squares[gene]) + difference * (values[gene] - mean[gene]);
            if (target > 0 && target == targets - 1) {
                deviations[gene] += Math.sqrt(squares[gene] / target) / cells;
            }
        }
    }

    /** One a gene, of all that was taken. */
    public double[] perGene() {
        return deviations.clone();
    }

    /**
     * Positions of the genes that change most, these first.
     *
     * @param count of them, fewer where there are fewer genes
     */
    public List<Integer> top(int count) {
        return IntStream.range(0, deviations.length)
                .boxed()
                .sorted((a, b) -> Double.compare(deviations[b], deviations[a]))
                .limit(count)
                .toList();
    }
}
