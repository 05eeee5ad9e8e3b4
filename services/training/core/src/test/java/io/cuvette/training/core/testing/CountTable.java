package io.cuvette.training.core.testing;

import io.cuvette.data.anndata.CsrMatrix;
import io.cuvette.training.core.tensor.RandomStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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

    /** Reads such a table as {@code ln(1 + count)}. */
    public static CsrMatrix read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        int genes = lines.get(0).split(",", -1).length - 1;
        int[] pointers = new int[lines.size()];
        List<Integer> columns = new ArrayList<>();
        List<Float> values = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            String[] cells = lines.get(i).split(",", -1);
            if (cells.length != genes + 1) {
                throw new IOException("line %d has %d cells".formatted(i + 1, cells.length));
            }
            for (int j = 0; j < genes; j++) {
                double count = Double.parseDouble(cells[j + 1]);
                if (count != 0) {
                    columns.add(j);
                    values.add((float) Math.log1p(count));
                }
            }
            pointers[i] = columns.size();
        }
        float[] stored = new float[values.size()];
        for (int k = 0; k < stored.length; k++) {
            stored[k] = values.get(k);
        }
        int[] indices = columns.stream().mapToInt(Integer::intValue).toArray();
        return new CsrMatrix(lines.size() - 1, genes, pointers, indices, stored);
    }
}
