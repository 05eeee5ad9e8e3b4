package io.cuvette.batchcorrection.synthetic;

import io.cuvette.data.anndata.DenseMatrix;
import java.util.Arrays;

/**
 * What a simulation knows and an experiment never tells. Rates are expected counts lambda before
 * biological variation, sampling and dropout; those of a cell add up to its library size.
 *
 * @param expression types x genes, expected expression before batch and library
 * @param batchFactors batches x genes, factor on the expression of a gene in a batch
 * @param batches code of each cell's batch
 * @param types code of each cell's type
 * @param libraries expected sum of the counts of each cell
 */
public record GroundTruth(
        double[][] expression,
        double[][] batchFactors,
        int[] batches,
        int[] types,
        double[] libraries) {

    public int cells() {
        return libraries.length;
    }

    public int genes() {
        return batchFactors[0].length;
    }

    /** Rates of a cell in its own batch: those its counts were drawn from. */
    public double[] rate(int cell) {
        return rate(cell, batches[cell]);
    }

    /**
     * The true counterfactual: rates of the cell had it been measured in another batch at the same
     * depth, lambda = library * normalised(type * batch).
     */
    public double[] rate(int cell, int batch) {
        return rate(expression[types[cell]], batchFactors[batch], libraries[cell]);
    }

    static double[] rate(double[] type, double[] batch, double library) {
        double[] rate = new double[type.length];
        for (int gene = 0; gene < rate.length; gene++) {
            rate[gene] = type[gene] * batch[gene];
        }
        Draws.normalize(rate, library);
        return rate;
    }

    /** Rates of the cell with no batch factor at all. */
    public double[] rateWithoutBatch(int cell) {
        double[] type = expression[types[cell]];
        double sum = Arrays.stream(type).sum();
        return Arrays.stream(type).map(value -> libraries[cell] * value / sum).toArray();
    }

    /** Cells x genes: every cell as it would be in one batch. */
    public DenseMatrix rates(int batch) {
        return matrix(cell -> rate(cell, batch));
    }

    /** Cells x genes: every cell without batch factor. */
    public DenseMatrix ratesWithoutBatch() {
        return matrix(this::rateWithoutBatch);
    }

    private interface RateOfCell {
        double[] of(int cell);
    }

    private DenseMatrix matrix(RateOfCell rates) {
        float[] values = new float[Math.multiplyExact(cells(), genes())];
        for (int cell = 0; cell < cells(); cell++) {
            double[] rate = rates.of(cell);
            for (int gene = 0; gene < rate.length; gene++) {
                values[cell * rate.length + gene] = (float) rate[gene];
            }
        }
        return new DenseMatrix(cells(), genes(), values);
    }
}
