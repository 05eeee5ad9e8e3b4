package io.cuvette.data.h5ad;

import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.CsrMatrix;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.data.anndata.DenseRows;
import io.cuvette.data.anndata.Frame;
import io.cuvette.data.anndata.Matrix;
import io.cuvette.data.anndata.SparseMatrix;
import io.cuvette.data.anndata.StoredRow;
import io.cuvette.data.anndata.Unstructured;
import io.cuvette.data.hdf5.Hdf5Output;
import io.cuvette.data.hdf5.Hdf5Type;
import io.cuvette.data.hdf5.LittleEndian;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes single elements in the encodings of anndata 0.8 and later. */
final class ElementWriter {

    static final String INDEX = "_index";

    private static final String ARRAY = "array";
    private static final String DATAFRAME = "dataframe";
    private static final String STRING_ARRAY = "string-array";
    private static final String VERSION_2 = "0.2.0";
    private static final String VERSION_1 = "0.1.0";

    /** Strings that are held at once. */
    private static final int TEXTS_A_BLOCK = 1 << 13;

    private final Hdf5Output out;
    private final WriteOptions options;

    ElementWriter(Hdf5Output out, WriteOptions options) {
        this.out = out;
        this.options = options;
    }

    void encoding(String path, String type, String version) throws IOException {
        out.attribute(path, "encoding-type", type);
        out.attribute(path, "encoding-version", version);
    }

    private void group(String path, String type, String version) throws IOException {
        out.group(path);
        encoding(path, type, version);
    }

    void dict(String path) throws IOException {
        group(path, "dict", VERSION_1);
    }

    /** The name under which a column can be stored: a slash would start a group. */
    static String storedName(String column) {
        return column.isEmpty() || column.equals(".") ? "_" + column : column.replace('/', '_');
    }

    void frame(String path, Frame frame) throws IOException {
        Map<String, Column> columns = new LinkedHashMap<>();
        frame.columns()
                .forEach(
                        (name, column) -> {
                            String stored = storedName(name);
                            while (stored.equals(INDEX) || columns.containsKey(stored)) {
                                stored += "_";
                            }
                            columns.put(stored, column);
                        });
        group(path, DATAFRAME, VERSION_2);
        out.attribute(path, INDEX, INDEX);
        out.attribute(path, "column-order", new ArrayList<>(columns.keySet()));
        texts(path + "/" + INDEX, frame.index());
        for (Map.Entry<String, Column> column : columns.entrySet()) {
            column(path + "/" + column.getKey(), column.getValue());
        }
    }

    void column(String path, Column column) throws IOException {
        if (column instanceof Column.Reals reals) {
            reals(path, reals.values());
        } else if (column instanceof Column.Integers integers) {
            if (integers.missing().isEmpty()) {
                wholes(path, integers.values());
            } else {
                group(path, "nullable-integer", VERSION_1);
                wholes(path + "/values", integers.values());
                mask(path, integers.missing(), integers.size());
            }
        } else if (column instanceof Column.Booleans booleans) {
            if (booleans.missing().isEmpty()) {
                truths(path, booleans.values());
            } else {
                group(path, "nullable-boolean", VERSION_1);
                truths(path + "/values", booleans.values());
                mask(path, booleans.missing(), booleans.size());
            }
        } else if (column instanceof Column.Strings strings) {
            strings(path, strings);
        } else if (column instanceof Column.Categorical categorical) {
            categorical(path, categorical);
        }
    }

    private void strings(String path, Column.Strings column) throws IOException {
        if (column.missing().isEmpty()) {
            texts(path, Arrays.asList(column.values()));
        } else if (options.missingText() == WriteOptions.MissingText.NULLABLE) {
            group(path, "nullable-string-array", VERSION_1);
            texts(path + "/values", Arrays.asList(column.values()));
            mask(path, column.missing(), column.size());
        } else {
            Map<String, Integer> categories = new LinkedHashMap<>();
            int[] codes = new int[column.size()];
            for (int i = 0; i < codes.length; i++) {
                codes[i] = -1;
                if (!column.isMissing(i)) {
                    Integer known = categories.putIfAbsent(column.text(i), categories.size());
                    codes[i] = known == null ? categories.size() - 1 : known;
                }
            }
            List<String> names = new ArrayList<>(categories.keySet());
            categorical(path, new Column.Categorical(codes, names, false));
        }
    }

    /** Codes take the smallest type that pandas would choose. */
    private void categorical(String path, Column.Categorical column) throws IOException {
        group(path, "categorical", VERSION_2);
        out.attribute(path, "ordered", column.ordered());
        texts(path + "/categories", column.categories());
        int count = column.categories().size();
        int width = count <= 127 ? 1 : count <= 32767 ? 2 : 4;
        Hdf5Type type =
                width == 1 ? Hdf5Output.INT8 : width == 2 ? Hdf5Output.INT16 : Hdf5Output.INT32;
        byte[] bytes = new byte[column.size() * width];
        for (int i = 0; i < column.size(); i++) {
            for (int b = 0; b < width; b++) {
                bytes[i * width + b] = (byte) (column.codes()[i] >> (8 * b));
            }
        }
        array(path + "/codes", type, bytes, column.size());
    }

    private void mask(String path, BitSet missing, int size) throws IOException {
        boolean[] mask = new boolean[size];
        for (int i = 0; i < size; i++) {
            mask[i] = missing.get(i);
        }
        truths(path + "/mask", mask);
    }

    private void texts(String path, List<String> values) throws IOException {
        try (Hdf5Output.Rows rows = out.dataset(path, Hdf5Output.TEXT, values.size())) {
            for (int first = 0; first < values.size(); first += TEXTS_A_BLOCK) {
                int to = Math.min(values.size(), first + TEXTS_A_BLOCK);
                rows.write(to - first, values.subList(first, to).toArray(String[]::new));
            }
        }
        encoding(path, STRING_ARRAY, VERSION_2);
    }

    private void wholes(String path, long[] values) throws IOException {
        array(path, Hdf5Output.INT64, LittleEndian.bytes(values), values.length);
    }

    private void reals(String path, double[] values) throws IOException {
        array(path, Hdf5Output.FLOAT64, LittleEndian.bytes(values), values.length);
    }

    private void truths(String path, boolean[] values) throws IOException {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (values[i] ? 1 : 0);
        }
        array(path, Hdf5Output.BOOLEAN, bytes, values.length);
    }

    private void array(String path, Hdf5Type type, byte[] bytes, int length) throws IOException {
        try (Hdf5Output.Rows rows = out.dataset(path, type, length)) {
            rows.write(length, bytes, bytes.length);
        }
        encoding(path, ARRAY, VERSION_2);
    }

    void matrix(String path, Matrix matrix) throws IOException {
        if (matrix instanceof DenseMatrix dense) {
            dense(path, dense);
        } else if (options.sparse() == WriteOptions.SparseLayout.CSR) {
            sparse(path, "csr_matrix", (CsrMatrix) matrix, (CsrMatrix) matrix);
        } else {
            sparse(path, "csc_matrix", (CsrMatrix) matrix, transpose((CsrMatrix) matrix));
        }
    }

    /** A matrix as dense rows; they are read one after the other and never held. */
    void dense(String path, DenseRows matrix) throws IOException {
        try (Hdf5Output.Rows rows =
                out.dataset(path, Hdf5Output.FLOAT32, matrix.rows(), matrix.columns())) {
            int block = rows.rowsPerBlock();
            int most = Math.multiplyExact(Math.min(block, matrix.rows()), matrix.columns());
            float[] values = new float[most];
            byte[] bytes = new byte[Math.multiplyExact(Float.BYTES, most)];
            for (int first = 0; first < matrix.rows(); first += block) {
                int n = Math.min(block, matrix.rows() - first);
                for (int row = 0; row < n; row++) {
                    matrix.copyRow(first + row, values, row * matrix.columns());
                }
                int stored = n * matrix.columns();
                LittleEndian.put(values, 0, stored, bytes);
                rows.write(n, bytes, Float.BYTES * stored);
            }
        }
        encoding(path, ARRAY, VERSION_2);
    }

    /** A matrix as compressed rows; they are read one after the other, twice, and never held. */
    void csr(String path, SparseMatrix matrix) throws IOException {
        sparse(path, "csr_matrix", matrix, matrix);
    }

    /**
     * @param stored the matrix, or its transpose for csc
     */
    private void sparse(String path, String type, SparseMatrix matrix, SparseMatrix stored)
            throws IOException {
        group(path, type, VERSION_1);
        out.attribute(path, "shape", matrix.rows(), matrix.columns());
        StoredRow row = new StoredRow(stored);
        try (NumberStream data =
                numbers(path + "/data", Hdf5Output.FLOAT32, stored.storedValues())) {
            for (int i = 0; i < stored.rows(); i++) {
                for (int k = 0, n = row.read(i); k < n; k++) {
                    data.add(row.value(k));
                }
            }
            data.finish();
        }
        try (NumberStream indices =
                numbers(path + "/indices", Hdf5Output.INT32, stored.storedValues())) {
            for (int i = 0; i < stored.rows(); i++) {
                for (int k = 0, n = row.read(i); k < n; k++) {
                    indices.add(row.column(k));
                }
            }
            indices.finish();
        }
        try (NumberStream pointers =
                numbers(path + "/indptr", Hdf5Output.INT32, stored.rows() + 1L)) {
            int next = 0;
            pointers.add(next);
            for (int i = 0; i < stored.rows(); i++) {
                next = Math.addExact(next, stored.rowLength(i));
                pointers.add(next);
            }
            pointers.finish();
        }
    }

    private NumberStream numbers(String path, Hdf5Type type, long length) throws IOException {
        return new NumberStream(out.dataset(path, type, length));
    }

    private static CsrMatrix transpose(CsrMatrix matrix) {
        int[] pointers = new int[matrix.columns() + 1];
        for (int column : matrix.columnIndices()) {
            pointers[column + 1]++;
        }
        for (int j = 0; j < matrix.columns(); j++) {
            pointers[j + 1] += pointers[j];
        }
        int[] next = pointers.clone();
        int[] indices = new int[matrix.values().length];
        float[] values = new float[indices.length];
        for (int row = 0; row < matrix.rows(); row++) {
            for (int k = matrix.rowPointers()[row]; k < matrix.rowPointers()[row + 1]; k++) {
                int position = next[matrix.columnIndices()[k]]++;
                indices[position] = row;
                values[position] = matrix.values()[k];
            }
        }
        return new CsrMatrix(matrix.columns(), matrix.rows(), pointers, indices, values);
    }

    void unstructured(String path, Unstructured value) throws IOException {
        if (value instanceof Unstructured.Dict dict) {
            dict(path);
            for (Map.Entry<String, Unstructured> entry : dict.entries().entrySet()) {
                unstructured(path + "/" + entry.getKey(), entry.getValue());
            }
        } else if (value instanceof Unstructured.Text text) {
            try (Hdf5Output.Rows rows = out.dataset(path, Hdf5Output.TEXT)) {
                rows.write(1, new String[] {text.value()});
            }
            encoding(path, "string", VERSION_2);
        } else if (value instanceof Unstructured.Whole whole) {
            scalar(path, Hdf5Output.INT64, LittleEndian.bytes(whole.value()));
        } else if (value instanceof Unstructured.Real real) {
            scalar(path, Hdf5Output.FLOAT64, LittleEndian.bytes(real.value()));
        } else if (value instanceof Unstructured.Truth truth) {
            scalar(path, Hdf5Output.BOOLEAN, new byte[] {(byte) (truth.value() ? 1 : 0)});
        } else if (value instanceof Unstructured.Null) {
            out.dataset(path, Hdf5Output.FLOAT32, (long[]) null).close();
            encoding(path, "null", VERSION_1);
        } else if (value instanceof Unstructured.Texts texts) {
            texts(path, texts.values());
        } else if (value instanceof Unstructured.Wholes wholes) {
            wholes(path, wholes.values());
        } else if (value instanceof Unstructured.Reals reals) {
            reals(path, reals.values());
        } else if (value instanceof Unstructured.Truths truths) {
            truths(path, truths.values());
        } else if (value instanceof Unstructured.Table table) {
            dense(path, table.values());
        }
    }

    private void scalar(String path, Hdf5Type type, byte[] bytes) throws IOException {
        try (Hdf5Output.Rows rows = out.dataset(path, type)) {
            rows.write(1, bytes, bytes.length);
        }
        encoding(path, "numeric-scalar", VERSION_2);
    }
}
