package io.cuvette.data.h5ad;

import io.cuvette.data.ReadLimits;
import io.cuvette.data.anndata.CsrMatrix;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.data.anndata.Matrix;
import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.data.hdf5.Hdf5Dataset;
import io.cuvette.data.hdf5.Hdf5Group;
import io.cuvette.data.hdf5.Hdf5Node;
import io.cuvette.data.hdf5.Memory;
import java.util.Arrays;

/**
 * Reads a matrix of cells x genes. Sparse matrices are never made dense; dense ones are read in
 * blocks of rows and held sparse where that takes less memory.
 */
final class MatrixReader {

    /** CSR takes 8 bytes a value and dense 4: below this density CSR is clearly smaller. */
    static final double SPARSE_BELOW = 0.4;

    private static final int SAMPLED_BLOCKS = 4;

    private MatrixReader() {}

    static Matrix read(Hdf5Node node, int rows, int columns, ReadLimits limits)
            throws DataException {
        if (node instanceof Hdf5Dataset dataset) {
            return readDense(requireShape(dataset, rows, columns), rows, columns, limits);
        }
        return readSparse(sparseParts((Hdf5Group) node, rows, columns, limits));
    }

    static SparseParts sparseParts(Hdf5Group group, int rows, int columns, ReadLimits limits)
            throws DataException {
        if (!SparseParts.isSparse(group)) {
            throw new DataException(
                    FindingCode.UNSUPPORTED_FEATURE,
                    group.path(),
                    "It is neither an array nor a csr or csc matrix.");
        }
        return SparseParts.open(group, rows, columns, limits);
    }

    /**
     * A stored sparse matrix as rows, whichever way it is compressed.
     *
     * @throws DataException INDEX_OUT_OF_RANGE, EXCEEDS_RESOURCES, DECOMPRESSION_BOMB
     */
    private static CsrMatrix readSparse(SparseParts parts) throws DataException {
        Memory.require(8L * parts.stored() + 4L * parts.rows(), parts.data().path());
        parts.requireStored();
        return parts.byRow() ? readRows(parts) : transpose(parts);
    }

    /** Reads a dense array as such, whatever its density. */
    static DenseMatrix readEmbedding(Hdf5Dataset dataset, int rows, ReadLimits limits)
            throws DataException {
        int columns =
                dataset.rank() == 2 ? (int) Math.min(dataset.rowLength(), Integer.MAX_VALUE) : 1;
        requireShape(dataset, rows, columns);
        return readWhole(dataset, rows, columns, limits);
    }

    static Hdf5Dataset requireShape(Hdf5Dataset dataset, int rows, int columns)
            throws DataException {
        boolean vector = dataset.rank() == 1 && columns == 1;
        if (!(dataset.rank() == 2 || vector)
                || dataset.rows() != rows
                || dataset.rowLength() != columns) {
            throw new DataException(
                    FindingCode.SHAPE_MISMATCH,
                    dataset.path(),
                    "Its shape %s is not %d x %d."
                            .formatted(Arrays.toString(dataset.dimensions()), rows, columns));
        }
        return dataset;
    }

    private static Matrix readDense(Hdf5Dataset dataset, int rows, int columns, ReadLimits limits)
            throws DataException {
        double density = sampledDensity(dataset, rows, columns);
        if (density >= SPARSE_BELOW) {
            return readWhole(dataset, rows, columns, limits);
        }
        GrowingRows csr = new GrowingRows(rows, columns, density, dataset.path(), limits);
        int block = dataset.rowsPerBlock();
        float[] part = new float[Math.multiplyExact(Math.min(block, rows), columns)];
        for (int first = 0; first < rows; first += block) {
            int n = Math.min(block, rows - first);
            dataset.floats(first, n, part, 0);
            for (int i = 0; i < n; i++) {
                csr.addRow(part, i * columns);
            }
        }
        return csr.finish();
    }

    private static DenseMatrix readWhole(
            Hdf5Dataset dataset, int rows, int columns, ReadLimits limits) throws DataException {
        long count = (long) rows * columns;
        if (count > Math.min(limits.maxStoredValues(), Integer.MAX_VALUE - 8)) {
            throw new DataException(
                    FindingCode.TOO_LARGE,
                    dataset.path(),
                    "It has %d values; %d are allowed.".formatted(count, limits.maxStoredValues()));
        }
        Memory.require(4 * count, dataset.path());
        dataset.bytes(0, 0); // checks the shape against the file before the array is made
        float[] values = new float[(int) count];
        int block = dataset.rowsPerBlock();
        for (int first = 0; first < rows; first += block) {
            dataset.floats(first, Math.min(block, rows - first), values, first * columns);
        }
        return new DenseMatrix(rows, columns, values);
    }

    /** Share of values that are not zero, in a few blocks spread over the rows. */
    private static double sampledDensity(Hdf5Dataset dataset, int rows, int columns)
            throws DataException {
        int block = dataset.rowsPerBlock();
        int blocks = (rows + block - 1) / block;
        int sampled = Math.min(SAMPLED_BLOCKS, blocks);
        long seen = 0;
        long stored = 0;
        for (int s = 0; s < sampled; s++) {
            int first = (int) ((long) s * blocks / sampled) * block;
            int n = Math.min(block, rows - first);
            float[] part = new float[Math.multiplyExact(n, columns)];
            dataset.floats(first, n, part, 0);
            for (float value : part) {
                stored += value != 0f ? 1 : 0;
            }
            seen += part.length;
        }
        return seen == 0 ? 0 : (double) stored / seen;
    }

    private static CsrMatrix readRows(SparseParts parts) throws DataException {
        int[] indices = new int[parts.stored()];
        float[] values = new float[parts.stored()];
        parts.forEachIndexBlock(
                (first, block, n) -> {
                    for (int i = 0; i < n; i++) {
                        indices[first + i] = (int) block[i];
                    }
                });
        int block = parts.data().rowsPerBlock();
        for (int first = 0; first < values.length; first += block) {
            parts.data().floats(first, Math.min(block, values.length - first), values, first);
        }
        return SparseRows.canonical(
                parts.rows(), parts.columns(), parts.pointers(), indices, values);
    }

    /** From columns to rows in two passes over the file; only the result is held. */
    private static CsrMatrix transpose(SparseParts parts) throws DataException {
        int[] pointers = new int[parts.rows() + 1];
        parts.forEachIndexBlock(
                (first, block, n) -> {
                    for (int i = 0; i < n; i++) {
                        pointers[(int) block[i] + 1]++;
                    }
                });
        for (int row = 0; row < parts.rows(); row++) {
            pointers[row + 1] += pointers[row];
        }
        int[] next = Arrays.copyOf(pointers, parts.rows());
        int[] indices = new int[parts.stored()];
        float[] values = new float[parts.stored()];
        parts.forEachByColumn(
                (row, column, value) -> {
                    int position = next[row]++;
                    indices[position] = column;
                    values[position] = value;
                });
        return SparseRows.canonical(parts.rows(), parts.columns(), pointers, indices, values);
    }
}
