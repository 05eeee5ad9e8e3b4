package io.cuvette.bench;

import io.cuvette.data.anndata.CsrMatrix;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Random sparse expression in [0, 1). */
final class SparseCells {

    private SparseCells() {}

    static CsrMatrix random(int cells, int genes, double density, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] pointers = new int[cells + 1];
        int expected = (int) (cells * (double) genes * density * 1.1) + genes;
        int[] columns = new int[expected];
        float[] values = new float[expected];
        int next = 0;
        for (int cell = 0; cell < cells; cell++) {
            for (int gene = 0; gene < genes; gene++) {
                if (random.nextDouble() < density) {
                    columns[next] = gene;
                    values[next++] = (float) random.nextDouble();
                }
            }
            pointers[cell + 1] = next;
        }
        return new CsrMatrix(
                cells, genes, pointers, Arrays.copyOf(columns, next), Arrays.copyOf(values, next));
    }
}
