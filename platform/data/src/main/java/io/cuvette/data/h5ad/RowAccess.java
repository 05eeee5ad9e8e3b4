package io.cuvette.data.h5ad;

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
 * Hands chosen rows of a matrix of cells x genes to a sink. Dense and csr matrices are read where
 * these rows lie; a csc matrix is read through, and the values of other rows are passed over.
 */
final class RowAccess {

    /** Index, column, value, and both again while they are sorted. */
    private static final long BYTES_A_VALUE = 24;

    private RowAccess() {}

    /**
     * @param chosen ascending, each once
     */
    static void read(
            Hdf5Node node, int rows, int columns, int[] chosen, ReadOptions options, RowSink sink)
            throws IOException {
        requireInside(chosen, rows);
        if (node instanceof Hdf5Dataset dataset) {
            dense(MatrixReader.requireShape(dataset, rows, columns), columns, chosen, sink);
            return;
        }
        SparseParts parts =
                MatrixReader.sparseParts((Hdf5Group) node, rows, columns, options.limits());
        parts.requireStored();
        if (parts.byRow()) {
            byRow(parts, chosen, sink);
            return;
        }
        try (CoordinateFile values = new CoordinateFile(options.scratch(), options.limits())) {
            byColumn(parts, chosen, values);
            values.forEachRow(chosen.length, columns, sink);
        }
    }

    private static void requireInside(int[] chosen, int rows) throws DataException {
        int last = chosen.length == 0 ? -1 : chosen[chosen.length - 1];
        if (last >= rows) {
            throw new DataException(
                    FindingCode.INDEX_OUT_OF_RANGE,
                    "obs",
                    "Cell %d is not there: the file has %d.".formatted(last, rows));
        }
    }

    /** Rows of one chunk are read together, since it is expanded whole. */
    private static void dense(Hdf5Dataset dataset, int columns, int[] chosen, RowSink sink)
            throws IOException {
        dataset.bytes(0, 0); // checks the shape against the file before it is believed
        int together =
                Math.min(
                        dataset.chunkDimensions().map(chunk -> chunk[0]).orElse(1),
                        dataset.rowsPerBlock());
        float[] part = {};
        for (int i = 0; i < chosen.length; ) {
            int first = chosen[i];
            int end = i + 1;
            while (end < chosen.length && chosen[end] / together == first / together) {
                end++;
            }
            int rows = chosen[end - 1] - first + 1;
            if (part.length < rows * columns) {
                part = new float[Math.multiplyExact(rows, columns)];
            }
            dataset.floats(first, rows, part, 0);
            int kept = 0;
            for (; i < end; i++) {
                System.arraycopy(
                        part, (chosen[i] - first) * columns, part, kept++ * columns, columns);
            }
            DenseMatrix.forEachRow(part, kept, columns, sink);
        }
    }

    private static void byRow(SparseParts parts, int[] chosen, RowSink sink) throws IOException {
        long[] block = {};
        int[] indices = {};
        float[] values = {};
        for (int row : chosen) {
            int first = parts.pointers()[row];
            int length = parts.pointers()[row + 1] - first;
            if (values.length < length) {
                // an honest row has no more values than columns; another may have all there are
                Memory.require(BYTES_A_VALUE * length, parts.data().path());
                block = new long[length];
                indices = new int[length];
                values = new float[length];
            }
            parts.readIndices(first, length, block);
            for (int k = 0; k < length; k++) {
                indices[k] = (int) block[k];
            }
            parts.data().floats(first, length, values, 0);
            sink.row(indices, values, 0, SparseRows.canonicalRow(indices, values, 0, length, 0));
        }
    }

    private static void byColumn(SparseParts parts, int[] chosen, CoordinateFile values)
            throws DataException {
        Memory.require((long) Integer.BYTES * parts.rows(), parts.data().path());
        int[] place = new int[parts.rows()];
        Arrays.fill(place, -1);
        for (int i = 0; i < chosen.length; i++) {
            place[chosen[i]] = i;
        }
        parts.forEachByColumn(
                (row, column, value) -> {
                    if (place[row] >= 0) {
                        values.add(place[row], column, value);
                    }
                });
    }
}
