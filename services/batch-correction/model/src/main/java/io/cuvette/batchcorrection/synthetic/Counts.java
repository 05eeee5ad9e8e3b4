package io.cuvette.batchcorrection.synthetic;

import io.cuvette.data.anndata.CsrMatrix;
import java.util.Arrays;
import org.hipparchus.random.RandomDataGenerator;

/** Grows a sparse matrix of sampled counts cell by cell. */
final class Counts {
    private static final double LARGEST_DISPERSION = 3;

    private final int[] pointers;
    private int[] columns = new int[1 << 16];
    private float[] values = new float[1 << 16];
    private int cells;
    private int size;

    Counts(int capacity) {
        pointers = new int[capacity + 1];
    }

    /**
     * Samples one cell: biological variation B = (0.2 + 1 / sqrt(lambda)) * dispersion capped at 3,
     * lambda' ~ Gamma(1 / B^2, lambda B^2), count ~ Poisson(lambda'), lost with probability 1 / (1
     * + exp(ln(lambda') + 1)).
     *
     * @param expected lambda of each gene
     * @param dispersion of each gene
     */
    void addCell(double[] expected, double[] dispersion, RandomDataGenerator random) {
        if (size + expected.length > columns.length) {
            int grown = Math.addExact(columns.length, Math.max(columns.length, expected.length));
            columns = Arrays.copyOf(columns, grown);
            values = Arrays.copyOf(values, grown);
        }
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
        pointers[++cells] = size;
    }

    CsrMatrix toMatrix(int genes) {
        return new CsrMatrix(
                cells, genes, pointers, Arrays.copyOf(columns, size), Arrays.copyOf(values, size));
    }
}
