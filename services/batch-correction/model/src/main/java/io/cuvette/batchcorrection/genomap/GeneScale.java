package io.cuvette.batchcorrection.genomap;

import java.util.stream.IntStream;

/**
 * Mean and spread of every gene over the rows of one genomap, for z = (x - mean) / sd.
 *
 * @param means one a gene
 * @param deviations sd with divisor rows - 1, one a gene; 0 where the gene does not vary
 */
public record GeneScale(double[] means, double[] deviations) {

    public GeneScale {
        if (means.length != deviations.length) {
            throw new IllegalArgumentException(
                    "scale: %d means and %d deviations differ"
                            .formatted(means.length, deviations.length));
        }
    }

    /**
     * One pass (Welford 1962).
     *
     * @throws IllegalArgumentException with row and gene of the first value that is not finite, or
     *     for fewer than 2 rows
     */
    static GeneScale of(RowSource source) {
        int genes = source.genes();
        if (source.rows() < 2) {
            throw new IllegalArgumentException(
                    "rows: correlations need at least 2, got " + source.rows());
        }
        double[] means = new double[genes];
        double[] squares = new double[genes];
        float[] first = new float[genes];
        boolean[] varies = new boolean[genes];
        float[] values = new float[genes];
        for (int row = 0; row < source.rows(); row++) {
            source.read(row, values);
            for (int gene = 0; gene < genes; gene++) {
                double value = values[gene];
                if (!Double.isFinite(value)) {
                    throw new IllegalArgumentException(
                            "rows: row %d, gene %d (counted from 0) is %s; every value must be finite"
                                    .formatted(row, gene, value));
                }
                double before = value - means[gene];
                means[gene] += before / (row + 1);
                squares[gene] += before * (value - means[gene]);
            }
            if (row == 0) {
                first = values.clone();
            }
            for (int gene = 0; gene < genes; gene++) {
                varies[gene] |= values[gene] != first[gene];
            }
        }
        double[] deviations = new double[genes];
        for (int gene = 0; gene < genes; gene++) {
            // equal values leave rounding behind; only a comparison tells that nothing varies
            deviations[gene] = varies[gene] ? Math.sqrt(squares[gene] / (source.rows() - 1)) : 0;
        }
        return new GeneScale(means, deviations);
    }

    public int genes() {
        return means.length;
    }

    public boolean isConstant(int gene) {
        return deviations[gene] == 0;
    }

    /** Genes that do not vary. */
    public int constantGenes() {
        return (int) IntStream.range(0, genes()).filter(this::isConstant).count();
    }

    /** z of one value; 0 for a gene that does not vary. */
    public double standardize(int gene, double value) {
        return isConstant(gene) ? 0 : (value - means[gene]) / deviations[gene];
    }
}
