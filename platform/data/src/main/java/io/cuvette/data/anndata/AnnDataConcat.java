package io.cuvette.data.anndata;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts datasets one below the other, over the genes that all of them have. */
public final class AnnDataConcat {

    private AnnDataConcat() {}

    /**
     * Inner join over genes, in the order of the first dataset; cells in the order of the datasets.
     *
     * <p>Cells are renamed to {@code <cell>-<batch>}, so that equal barcodes of two batches stay
     * apart. Annotations of cells and layers are kept when every dataset has them; annotations of
     * genes are those of the first dataset; embeddings, which have no common axes, are left out.
     *
     * @param batches datasets by the name of their batch, in order
     * @param batchColumn name of the categorical column that tells the batch of each cell
     * @throws IllegalArgumentException if there is no dataset or no common gene
     */
    public static AnnData innerJoin(Map<String, AnnData> batches, String batchColumn) {
        List<AnnData> parts = List.copyOf(batches.values());
        List<String> names = List.copyOf(batches.keySet());
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("there is no dataset to join");
        }
        List<String> genes = commonGenes(parts);
        if (genes.isEmpty()) {
            throw new IllegalArgumentException("the datasets have no gene in common");
        }
        List<int[]> selections = parts.stream().map(part -> positions(part, genes)).toList();
        Map<String, Matrix> layers = new LinkedHashMap<>();
        for (String layer : parts.get(0).layers().keySet()) {
            if (parts.stream().allMatch(part -> part.layers().containsKey(layer))) {
                layers.put(
                        layer,
                        stack(parts.stream().map(p -> p.layers().get(layer)).toList(), selections));
            }
        }
        return new AnnData(
                stack(parts.stream().map(AnnData::x).toList(), selections),
                obs(parts, names, batchColumn),
                var(parts.get(0), genes, selections.get(0)),
                layers,
                Map.of());
    }

    private static List<String> commonGenes(List<AnnData> parts) {
        List<String> genes = new ArrayList<>(parts.get(0).var().index());
        for (AnnData part : parts.subList(1, parts.size())) {
            Set<String> present = new HashSet<>(part.var().index());
            genes.removeIf(gene -> !present.contains(gene));
        }
        return genes;
    }

    private static int[] positions(AnnData part, List<String> genes) {
        Map<String, Integer> position = new HashMap<>();
        for (int i = 0; i < part.genes(); i++) {
            position.put(part.var().index().get(i), i);
        }
        return genes.stream().mapToInt(position::get).toArray();
    }

    private static Matrix stack(List<Matrix> parts, List<int[]> selections) {
        boolean dense = parts.stream().allMatch(DenseMatrix.class::isInstance);
        return dense ? stackDense(parts, selections) : stackSparse(parts, selections);
    }

    private static DenseMatrix stackDense(List<Matrix> parts, List<int[]> selections) {
        int columns = selections.get(0).length;
        int rows = parts.stream().mapToInt(Matrix::rows).reduce(0, Math::addExact);
        float[] values = new float[Math.multiplyExact(rows, columns)];
        int next = 0;
        for (int p = 0; p < parts.size(); p++) {
            float[] selected =
                    ((DenseMatrix) parts.get(p)).selectColumns(selections.get(p)).values();
            System.arraycopy(selected, 0, values, next, selected.length);
            next += selected.length;
        }
        return new DenseMatrix(rows, columns, values);
    }

    private static CsrMatrix stackSparse(List<Matrix> parts, List<int[]> selections) {
        int columns = selections.get(0).length;
        int rows = parts.stream().mapToInt(Matrix::rows).reduce(0, Math::addExact);
        long bound = parts.stream().mapToLong(Matrix::storedValues).sum();
        RowAppender appender = new RowAppender(rows, columns, Math.toIntExact(bound));
        for (int p = 0; p < parts.size(); p++) {
            Matrix part = parts.get(p);
            int[] target = new int[part.columns()];
            Arrays.fill(target, -1);
            for (int j = 0; j < columns; j++) {
                target[selections.get(p)[j]] = j;
            }
            float[] row = new float[part.columns()];
            for (int i = 0; i < part.rows(); i++) {
                part.copyRow(i, row, 0);
                appender.append(row, target);
            }
        }
        return appender.finish();
    }

    /** Compresses dense rows, one at a time. */
    private static final class RowAppender {
        private final float[] reordered;
        private final int[] pointers;
        private final int[] indices;
        private final float[] values;
        private int rows;
        private int next;

        RowAppender(int rows, int columns, int bound) {
            this.reordered = new float[columns];
            this.pointers = new int[rows + 1];
            this.indices = new int[bound];
            this.values = new float[bound];
        }

        void append(float[] row, int[] target) {
            for (int j = 0; j < row.length; j++) {
                if (target[j] >= 0) {
                    reordered[target[j]] = row[j];
                }
            }
            for (int j = 0; j < reordered.length; j++) {
                if (reordered[j] != 0f) {
                    indices[next] = j;
                    values[next++] = reordered[j];
                }
            }
            pointers[++rows] = next;
        }

        CsrMatrix finish() {
            return new CsrMatrix(
                    rows,
                    reordered.length,
                    pointers,
                    Arrays.copyOf(indices, next),
                    Arrays.copyOf(values, next));
        }
    }

    private static Frame var(AnnData first, List<String> genes, int[] selection) {
        Map<String, Column> columns = new LinkedHashMap<>();
        first.var()
                .columns()
                .forEach((name, column) -> columns.put(name, Columns.select(column, selection)));
        return new Frame(genes, columns);
    }

    private static Frame obs(List<AnnData> parts, List<String> names, String batchColumn) {
        List<String> index = new ArrayList<>();
        List<Integer> codes = new ArrayList<>();
        for (int p = 0; p < parts.size(); p++) {
            for (String cell : parts.get(p).obs().index()) {
                index.add(cell + "-" + names.get(p));
                codes.add(p);
            }
        }
        Map<String, Column> columns = new LinkedHashMap<>();
        columns.put(
                batchColumn,
                new Column.Categorical(
                        codes.stream().mapToInt(Integer::intValue).toArray(), names, false));
        for (String name : parts.get(0).obs().columns().keySet()) {
            List<Column> values =
                    parts.stream().flatMap(part -> part.obs().column(name).stream()).toList();
            if (values.size() == parts.size() && !name.equals(batchColumn)) {
                columns.put(name, Columns.concat(values));
            }
        }
        return new Frame(index, columns);
    }
}
