package io.cuvette.training.core.testing;

import io.cuvette.data.anndata.CsrMatrix;
import io.cuvette.data.anndata.Matrix;
import io.cuvette.training.core.tensor.RandomStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Small count tables as CSV: a header of gene names, then one row a cell, its name first. */
public final class CountTable {

    private CountTable() {}

    /** Writes a table with two kinds of cells that differ in the first half of the genes. */
    public static void write(Path file, int cells, int genes, long seed) throws IOException {
        RandomStream random = new RandomStream(seed);
        StringBuilder text = new StringBuilder("cell");
        for (int j = 0; j < genes; j++) {
            text.append(",gene").append(j);
        }
        for (int i = 0; i < cells; i++) {
            text.append("\ncell").append(i);
            for (int j = 0; j < genes; j++) {
                boolean high = i % 2 == 0 && j < genes / 2;
                boolean present = random.nextDouble() < (high ? 0.6 : 0.15);
                text.append(',').append(present ? 1 + random.nextInt(high ? 9 : 3) : 0);
            }
        }
        Files.writeString(file, text.append('\n'));
    }

    /** A count matrix of any storage as sparse {@code ln(1 + count)}. */
    static CsrMatrix logCounts(Matrix counts) {
        int genes = counts.columns();
        int[] pointers = new int[counts.rows() + 1];
        int[] columns = new int[genes];
        float[] values = new float[genes];
        float[] row = new float[genes];
        int stored = 0;
        for (int i = 0; i < counts.rows(); i++) {
            counts.copyRow(i, row, 0);
            for (int j = 0; j < genes; j++) {
                if (row[j] != 0) {
                    if (stored == values.length) {
                        columns = Arrays.copyOf(columns, 2 * stored);
                        values = Arrays.copyOf(values, 2 * stored);
                    }
                    columns[stored] = j;
                    values[stored++] = (float) Math.log1p(row[j]);
                }
            }
            pointers[i + 1] = stored;
        }
        return new CsrMatrix(
                counts.rows(),
                genes,
                pointers,
                Arrays.copyOf(columns, stored),
                Arrays.copyOf(values, stored));
    }
}
