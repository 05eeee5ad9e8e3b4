package io.cuvette.batchcorrection.synthetic;

import io.cuvette.data.anndata.RowSink;
import java.io.IOException;
import org.hipparchus.random.RandomDataGenerator;

/** Samples the counts of cells from their expected expression and hands them to a sink. */
final class CountSampler {
    private static final double LARGEST_DISPERSION = 3;

    private final double[] dispersion;
    private final RandomDataGenerator random;
    private final RowSink counts;
    private final int[] columns;
    private final float[] values;

    /**
     * @param dispersion of each gene
     * @param counts takes one row a cell; must not keep its arrays
     */
    CountSampler(double[] dispersion, RandomDataGenerator random, RowSink counts) {
        this.dispersion = dispersion;
        this.random = random;
        this.counts = counts;
        this.columns = new int[dispersion.length];
        this.values = new float[dispersion.length];
    }

    /**
     * Samples one cell: biological variation B = (0.2 + 1 / sqrt(lambda)) * dispersion capped at 3,
     * lambda' ~ Gamma(1 / B^2, lambda B^2), count ~ Poisson(lambda'), lost with probability 1 / (1
     * + exp(ln(lambda') + 1)).
     *
     * @param expected lambda of each gene
     */
    void addCell(double[] expected) throws IOException {
        int size = 0;
        for (int gene = 0; gene < expected.length; gene++) {
            double lambda = expected[gene];
            if (!(lambda > 0)) {
                continue;
            }
            double variation =
                    Math.min(LARGEST_DISPERSION, (0.2 + 1 / Math.sqrt(lambda)) * dispersion[gene]);
            double squared = variation * variation;
            double rate = random.nextGamma(1 / squared, lambda * squared);
            // kept with probability exp(ln rate + 1) / (1 + exp(ln rate + 1))
            double odds = Math.E * rate;
            if (random.nextDouble() * (1 + odds) >= odds) {
                continue;
            }
            int count = random.nextPoisson(rate);
            if (count > 0) {
                columns[size] = gene;
                values[size++] = count;
            }
        }
        counts.row(columns, values, 0, size);
    }
}
