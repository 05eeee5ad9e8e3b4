package io.cuvette.data.h5ad;

import io.cuvette.data.ReadLimits;
import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.data.hdf5.Hdf5Attribute;
import io.cuvette.data.hdf5.Hdf5Dataset;
import io.cuvette.data.hdf5.Hdf5Group;
import io.cuvette.data.hdf5.Memory;
import java.util.Locale;
import java.util.Optional;

/**
 * A stored sparse matrix whose parts agree with each other.
 *
 * @param byRow whether rows are compressed (csr) or columns (csc)
 * @param pointers {@code (byRow ? rows : columns) + 1} positions, from 0 and never decreasing
 * @param indices column of each value, or row for csc; not checked yet
 */
public record SparseParts(
        int rows,
        int columns,
        boolean byRow,
        int[] pointers,
        Hdf5Dataset indices,
        Hdf5Dataset data) {

    static boolean isSparse(Hdf5Group group) throws DataException {
        return format(group).isPresent();
    }

    private static Optional<String> format(Hdf5Group group) throws DataException {
        Optional<String> encoding = group.textAttribute("encoding-type");
        if (encoding.isPresent()) {
            return encoding.filter(e -> e.equals("csr_matrix") || e.equals("csc_matrix"))
                    .map(e -> e.substring(0, 3));
        }
        return group.textAttribute("h5sparse_format")
                .map(format -> format.toLowerCase(Locale.ROOT))
                .filter(format -> format.equals("csr") || format.equals("csc"));
    }

    /**
     * @throws DataException SHAPE_MISMATCH, INDPTR_NOT_MONOTONE, TOO_LARGE, EXCEEDS_RESOURCES
     */
    static SparseParts open(Hdf5Group group, int rows, int columns, ReadLimits limits)
            throws DataException {
        boolean byRow = format(group).orElse("").equals("csr");
        long[] shape = shape(group);
        if (shape.length != 2 || shape[0] != rows || shape[1] != columns) {
            throw new DataException(
                    FindingCode.SHAPE_MISMATCH,
                    group.path(),
                    "Its shape is not the %d cells x %d genes of the annotations."
                            .formatted(rows, columns));
        }
        return of(group, rows, columns, byRow, limits);
    }

    /**
     * The parts {@code indptr}, {@code indices} and {@code data} of a group, whose shape is known.
     *
     * @throws DataException SHAPE_MISMATCH, INDPTR_NOT_MONOTONE, TOO_LARGE, EXCEEDS_RESOURCES
     */
    public static SparseParts of(
            Hdf5Group group, int rows, int columns, boolean byRow, ReadLimits limits)
            throws DataException {
        Hdf5Dataset indptr = group.dataset("indptr");
        Hdf5Dataset indices = group.dataset("indices");
        Hdf5Dataset data = group.dataset("data");
        int major = byRow ? rows : columns;
        requireLength(indptr, major + 1L);
        long stored = data.rank() == 1 ? data.rows() : -1;
        requireLength(data, stored);
        requireLength(indices, stored);
        if (stored > Math.min(limits.maxStoredValues(), Integer.MAX_VALUE - 8)) {
            throw new DataException(
                    FindingCode.TOO_LARGE,
                    group.path(),
                    "It stores %d values; %d are allowed."
                            .formatted(stored, limits.maxStoredValues()));
        }
        Memory.require(4L * (major + 1), group.path());
        return new SparseParts(
                rows, columns, byRow, pointers(indptr, major + 1, stored), indices, data);
    }

    private static void requireLength(Hdf5Dataset dataset, long length) throws DataException {
        if (dataset.rank() != 1 || dataset.rows() != length) {
            throw new DataException(
                    FindingCode.SHAPE_MISMATCH,
                    dataset.path(),
                    "Its length does not agree with the other parts of the matrix.");
        }
    }

    private static long[] shape(Hdf5Group group) throws DataException {
        Optional<Hdf5Attribute> shape = group.attribute("shape");
        if (shape.isEmpty()) {
            shape = group.attribute("h5sparse_shape");
        }
        if (shape.isEmpty()) {
            throw new DataException(
                    FindingCode.CORRUPT, group.path(), "The attribute 'shape' is missing.");
        }
        return shape.get().integers();
    }

    private static int[] pointers(Hdf5Dataset indptr, int count, long stored) throws DataException {
        int[] pointers = new int[count];
        long previous = 0;
        int block = indptr.rowsPerBlock();
        long[] part = new long[Math.min(block, count)];
        for (int first = 0; first < count; first += block) {
            int n = Math.min(block, count - first);
            indptr.longs(first, n, part, 0);
            for (int i = 0; i < n; i++) {
                boolean start = first + i == 0;
                if (part[i] < previous || part[i] > stored || (start && part[i] != 0)) {
                    throw notMonotone(indptr);
                }
                previous = part[i];
                pointers[first + i] = (int) part[i];
            }
        }
        if (previous != stored) {
            throw notMonotone(indptr);
        }
        return pointers;
    }

    private static DataException notMonotone(Hdf5Dataset indptr) {
        return new DataException(
                FindingCode.INDPTR_NOT_MONOTONE,
                indptr.path(),
                "It must rise from 0 to the number of stored values.");
    }

    int stored() {
        return pointers[pointers.length - 1];
    }

    /** Takes a block of checked indices: {@code count} of them, the first at {@code first}. */
    @FunctionalInterface
    public interface IndexBlock {
        void accept(int first, long[] block, int count) throws DataException;
    }

    /**
     * @throws DataException INDEX_OUT_OF_RANGE
     */
    void forEachIndexBlock(IndexBlock action) throws DataException {
        long[] block = newIndexBlock();
        for (int first = 0; first < stored(); ) {
            int n = indexBlock(first, block);
            action.accept(first, block, n);
            first += n;
        }
    }

    /** Takes a stored value of a matrix that is stored by column. */
    interface Entry {
        void accept(int row, int column, float value) throws DataException;
    }

    /**
     * Values of a csc matrix, column by column; a block of them is held at once.
     *
     * @throws DataException INDEX_OUT_OF_RANGE
     */
    void forEachByColumn(Entry action) throws DataException {
        float[] values = new float[Math.min(stored(), indices.rowsPerBlock())];
        int[] column = {0};
        forEachIndexBlock(
                (first, block, n) -> {
                    data.floats(first, n, values, 0);
                    for (int i = 0; i < n; i++) {
                        while (pointers[column[0] + 1] <= first + i) {
                            column[0]++;
                        }
                        action.accept((int) block[i], column[0], values[i]);
                    }
                });
    }

    /**
     * Checks the declared lengths against the file, before they are believed or arrays of them are
     * made.
     */
    void requireStored() throws DataException {
        indices.bytes(0, 0);
        data.bytes(0, 0);
    }

    /** Room for what {@link #indexBlock} reads. */
    long[] newIndexBlock() throws DataException {
        return new long[Math.min(indices.rowsPerBlock(), stored())];
    }

    /**
     * Reads and checks the indices from {@code first} on.
     *
     * @return how many were read
     * @throws DataException INDEX_OUT_OF_RANGE
     */
    int indexBlock(int first, long[] block) throws DataException {
        int n = Math.min(block.length, stored() - first);
        readIndices(first, n, block);
        return n;
    }

    /**
     * Reads and checks {@code n} indices from {@code first} on.
     *
     * @throws DataException INDEX_OUT_OF_RANGE
     */
    void readIndices(int first, int n, long[] block) throws DataException {
        int minor = byRow ? columns : rows;
        indices.longs(first, n, block, 0);
        for (int i = 0; i < n; i++) {
            if (block[i] < 0 || block[i] >= minor) {
                throw new DataException(
                        FindingCode.INDEX_OUT_OF_RANGE,
                        indices.path(),
                        "Index %d lies outside 0 .. %d.".formatted(block[i], minor - 1));
            }
        }
    }
}
