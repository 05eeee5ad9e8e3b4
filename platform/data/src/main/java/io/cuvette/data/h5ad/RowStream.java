package io.cuvette.data.h5ad;

import io.cuvette.data.ReadLimits;
import io.cuvette.data.ReadOptions;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.data.anndata.RowSink;
import io.cuvette.data.assembly.CoordinateFile;
import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.data.hdf5.Hdf5Dataset;
import io.cuvette.data.hdf5.Hdf5Group;
import io.cuvette.data.hdf5.Hdf5Node;
import io.cuvette.data.hdf5.Memory;
import java.io.IOException;
import java.util.Arrays;

/**
 * Hands a matrix of cells x genes to a sink row by row, in memory that does not grow with it. Dense
 * and csr matrices are read once, in blocks; the values of a csc matrix, which lie by column, are
 * brought into the order of rows in scratch files.
 */
public final class RowStream {

    private RowStream() {}

    static void read(Hdf5Node node, int rows, int columns, ReadOptions options, RowSink sink)
            throws IOException {
        ReadLimits limits = options.limits();
        if (node instanceof Hdf5Dataset dataset) {
            dense(
                    MatrixReader.requireShape(dataset, rows, columns),
                    rows,
                    columns,
                    bounded(sink, limits.maxStoredValues(), dataset.path()));
            return;
        }
        SparseParts parts = MatrixReader.sparseParts((Hdf5Group) node, rows, columns, limits);
        if (parts.byRow()) {
            byRow(parts, sink);
            return;
        }
        try (CoordinateFile values = new CoordinateFile(options.scratch(), limits)) {
            byColumn(parts, values, sink);
        }
    }

    private static void dense(Hdf5Dataset dataset, int rows, int columns, RowSink sink)
            throws IOException {
        dataset.bytes(0, 0); // checks the shape against the file before it is believed
        int block = dataset.rowsPerBlock();
        float[] part = new float[Math.multiplyExact(Math.min(block, rows), columns)];
        for (int first = 0; first < rows; first += block) {
            int n = Math.min(block, rows - first);
            dataset.floats(first, n, part, 0);
            DenseMatrix.forEachRow(part, n, columns, sink);
        }
    }

    private static RowSink bounded(RowSink sink, long most, String field) {
        long[] stored = {0};
        return (columns, values, offset, length) -> {
            stored[0] += length;
            if (stored[0] > most) {
                throw new DataException(
                        FindingCode.TOO_LARGE,
                        field,
                        "It has more than %d values that are not zero.".formatted(most));
            }
            sink.row(columns, values, offset, length);
        };
    }

    /**
     * Rows of a csr matrix; columns in order, equal places added up.
     *
     * @throws DataException INDEX_OUT_OF_RANGE, EXCEEDS_RESOURCES, DECOMPRESSION_BOMB, CORRUPT
     */
    public static void byRow(SparseParts parts, RowSink sink) throws IOException {
        parts.requireStored();
        RowAssembly row = new RowAssembly(parts, sink);
        long[] indices = parts.newIndexBlock();
        float[] values = new float[indices.length];
        for (int first = 0; first < parts.stored(); ) {
            int n = parts.indexBlock(first, indices);
            parts.data().floats(first, n, values, 0);
            row.add(indices, values, n);
            first += n;
        }
        row.finish();
    }

    static void byColumn(SparseParts parts, CoordinateFile values, RowSink sink)
            throws IOException {
        parts.requireStored();
        parts.forEachByColumn(values::add);
        values.forEachRow(parts.rows(), parts.columns(), sink);
    }

    /** Puts rows together that blocks of the file cut apart. */
    private static final class RowAssembly {
        /** Column and value, in the old arrays, the new ones, and while they are sorted. */
        private static final long BYTES_A_VALUE = 24;

        private final int[] pointers;
        private final String field;
        private final RowSink sink;
        private int[] indices = new int[1 << 12];
        private float[] values = new float[1 << 12];
        private int length;
        private int row;

        RowAssembly(SparseParts parts, RowSink sink) {
            this.pointers = parts.pointers();
            this.field = parts.data().path();
            this.sink = sink;
        }

        void add(long[] moreIndices, float[] moreValues, int count) throws IOException {
            for (int i = 0; i < count; ) {
                int wanted = pointers[row + 1] - pointers[row] - length;
                int taken = Math.min(wanted, count - i);
                reserve(length + taken);
                for (int k = 0; k < taken; k++) {
                    indices[length + k] = (int) moreIndices[i + k];
                }
                System.arraycopy(moreValues, i, values, length, taken);
                length += taken;
                i += taken;
                if (taken == wanted) {
                    emit();
                }
            }
        }

        /** Rows without any value may still be due. */
        void finish() throws IOException {
            while (row < pointers.length - 1) {
                emit();
            }
        }

        private void emit() throws IOException {
            int kept = SparseRows.canonicalRow(indices, values, 0, length, 0);
            sink.row(indices, values, 0, kept);
            length = 0;
            row++;
        }

        /** An honest row has no more values than columns; another may have all that are stored. */
        private void reserve(int size) throws DataException {
            if (indices.length < size) {
                int capacity = Math.max(size, indices.length + indices.length / 2);
                Memory.require(BYTES_A_VALUE * capacity, field);
                indices = Arrays.copyOf(indices, capacity);
                values = Arrays.copyOf(values, capacity);
            }
        }
    }
}
