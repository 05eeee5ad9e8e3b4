package io.cuvette.data.h5ad;

import io.cuvette.data.ReadLimits;
import io.cuvette.data.assembly.ValueStatistics;
import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.data.hdf5.Hdf5Dataset;
import io.cuvette.data.hdf5.Hdf5Group;
import io.cuvette.data.hdf5.Hdf5Node;
import java.util.List;

/** One pass over a stored matrix: checks all of it and holds one block at a time. */
final class MatrixScan {

    private final String path;
    private final boolean sparse;
    private final long cells;
    private final ValueStatistics values = new ValueStatistics();

    private MatrixScan(String path, boolean sparse, long cells) {
        this.path = path;
        this.sparse = sparse;
        this.cells = cells;
    }

    static MatrixScan of(Hdf5Node node, int rows, int columns, ReadLimits limits)
            throws DataException {
        if (node instanceof Hdf5Dataset dataset) {
            MatrixReader.requireShape(dataset, rows, columns);
            MatrixScan scan = new MatrixScan(dataset.path(), false, (long) rows * columns);
            scan.scan(dataset, rows, columns, false);
            return scan;
        }
        Hdf5Group group = (Hdf5Group) node;
        if (!SparseParts.isSparse(group)) {
            throw new DataException(
                    FindingCode.UNSUPPORTED_FEATURE,
                    node.path(),
                    "It is neither an array nor a csr or csc matrix.");
        }
        SparseParts parts = SparseParts.open(group, rows, columns, limits);
        MatrixScan scan = new MatrixScan(group.path(), true, (long) rows * columns);
        parts.forEachIndexBlock((first, block, count) -> {});
        scan.scan(parts.data(), parts.stored(), 1, true);
        return scan;
    }

    private void scan(Hdf5Dataset dataset, int rows, int columns, boolean keepZeros)
            throws DataException {
        int block = dataset.rowsPerBlock();
        float[] part = new float[Math.multiplyExact(Math.min(block, rows), columns)];
        for (int first = 0; first < rows; first += block) {
            int n = Math.min(block, rows - first);
            dataset.floats(first, n, part, 0);
            for (int i = 0; i < n * columns; i++) {
                if (keepZeros || part[i] != 0f) {
                    values.add(part[i]);
                }
            }
        }
    }

    boolean sparse() {
        return sparse;
    }

    /** Stored entries of a sparse matrix, all of a dense one. */
    long storedValues() {
        return sparse ? values.count() : cells;
    }

    boolean integers() {
        return values.integers();
    }

    List<Finding> findings() {
        return values.findings(path);
    }
}
