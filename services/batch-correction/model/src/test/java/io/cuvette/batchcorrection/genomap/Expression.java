package io.cuvette.batchcorrection.genomap;

import io.cuvette.data.anndata.DenseMatrix;
import java.util.SplittableRandom;

/** Rows of genes that go together in blocks. */
final class Expression {
    private Expression() {}

    /**
     * Gene g follows factor g mod factors, with as much noise of its own.
     *
     * @return rows x genes
     */
    static DenseMatrix inBlocks(int rows, int genes, int factors, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[rows * genes];
        for (int row = 0; row < rows; row++) {
            double[] factor = random.doubles(factors).map(u -> 4 * u).toArray();
            for (int gene = 0; gene < genes; gene++) {
                double noise = random.nextGaussian();
                values[row * genes + gene] = (float) (factor[gene % factors] + noise);
            }
        }
        return new DenseMatrix(rows, genes, values);
    }
}
