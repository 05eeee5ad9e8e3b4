package io.cuvette.batchcorrection.preprocess;

import io.cuvette.data.anndata.SparseMatrix;
import io.cuvette.data.anndata.StoredRow;
import java.util.Arrays;

/**
 * What one pass over a matrix of counts tells.
 *
 * @param librarySizes sum of the counts of each cell
 * @param detectedGenes number of genes of a count above zero in each cell
 * @param values of all cells
 */
public record CountProfile(double[] librarySizes, int[] detectedGenes, ValueRange values) {

    /**
     * @param counts cells x genes
     */
    public static CountProfile of(SparseMatrix counts) {
        StoredRow row = new StoredRow(counts);
        double[] librarySizes = new double[counts.rows()];
        int[] detectedGenes = new int[librarySizes.length];
        ValueRange.Scan values = new ValueRange.Scan();
        for (int cell = 0; cell < librarySizes.length; cell++) {
            double sum = 0;
            int detected = 0;
            for (int k = 0, n = row.read(cell); k < n; k++) {
                float value = row.value(k);
                values.add(value);
                sum += value;
                detected += value > 0 ? 1 : 0;
            }
            librarySizes[cell] = sum;
            detectedGenes[cell] = detected;
        }
        return new CountProfile(librarySizes, detectedGenes, values.range());
    }

    public int cells() {
        return librarySizes.length;
    }

    /** Cells with at least {@code minGenes} detected genes, in order. */
    public int[] cellsWithGenes(int minGenes) {
        int[] kept = new int[cells()];
        int next = 0;
        for (int cell = 0; cell < kept.length; cell++) {
            if (detectedGenes[cell] >= minGenes) {
                kept[next++] = cell;
            }
        }
        return Arrays.copyOf(kept, next);
    }

    /** Library sizes of the chosen cells, which rise; not copied when all are chosen. */
    public double[] librarySizes(int[] chosen) {
        return chosen.length == cells()
                ? librarySizes
                : Arrays.stream(chosen).mapToDouble(cell -> librarySizes[cell]).toArray();
    }
}
