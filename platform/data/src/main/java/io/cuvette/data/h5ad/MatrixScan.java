package io.cuvette.data.h5ad;

import io.cuvette.data.ReadLimits;
import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.data.hdf5.Hdf5Dataset;
import io.cuvette.data.hdf5.Hdf5Group;
import io.cuvette.data.hdf5.Hdf5Node;
import java.util.ArrayList;
import java.util.List;

/** One pass over a stored matrix: checks all of it and holds one block at a time. */
final class MatrixScan {

    /** Logarithms of counts stay below this; ln(1 + 10^12) is 27.6. */
    private static final float LARGEST_LOGARITHM = 30;

    private final String path;
    private final boolean sparse;
    private final long cells;
    private long stored;
    private long fractions;
    private long negatives;
    private long nonFinite;
    private float largest = Float.NEGATIVE_INFINITY;

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

    private void scan(Hdf5Dataset values, int rows, int columns, boolean keepZeros)
            throws DataException {
        int block = values.rowsPerBlock();
        float[] part = new float[Math.multiplyExact(Math.min(block, rows), columns)];
        for (int first = 0; first < rows; first += block) {
            int n = Math.min(block, rows - first);
            values.floats(first, n, part, 0);
            for (int i = 0; i < n * columns; i++) {
                if (keepZeros || part[i] != 0f) {
                    add(part[i]);
                }
            }
        }
    }

    private void add(float value) {
        stored++;
        if (!Float.isFinite(value)) {
            nonFinite++;
            return;
        }
        fractions += value != Math.rint(value) ? 1 : 0;
        negatives += value < 0 ? 1 : 0;
        largest = Math.max(largest, value);
    }

    boolean sparse() {
        return sparse;
    }

    /** Stored entries of a sparse matrix, all of a dense one. */
    long storedValues() {
        return sparse ? stored : cells;
    }

    boolean integers() {
        return stored > 0 && fractions == 0 && nonFinite == 0;
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        if (stored == 0) {
            findings.add(Finding.error(FindingCode.EMPTY, path, "It holds only zeros."));
            return findings;
        }
        if (nonFinite > 0) {
            findings.add(
                    Finding.warning(
                            FindingCode.NON_FINITE_VALUES,
                            path,
                            "%d values are NaN or infinite.".formatted(nonFinite)));
        }
        if (negatives > 0 && fractions > 0) {
            findings.add(
                    Finding.warning(
                            FindingCode.LOOKS_SCALED,
                            path,
                            "It has %d negative values and fractions, as scaled data; counts may"
                                            .formatted(negatives)
                                    + " lie in a layer or in raw."));
        } else if (negatives > 0) {
            findings.add(
                    Finding.warning(
                            FindingCode.NEGATIVE_VALUES,
                            path,
                            "%d values are negative; counts never are.".formatted(negatives)));
        } else if (fractions > 0 && largest < LARGEST_LOGARITHM) {
            findings.add(
                    Finding.warning(
                            FindingCode.LOOKS_LOGGED,
                            path,
                            "It has fractions and no value above %.1f, as logarithms of counts;"
                                            .formatted(largest)
                                    + " counts may lie in a layer or in raw."));
        }
        return findings;
    }
}
