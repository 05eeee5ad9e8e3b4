package io.cuvette.data.assembly;

import io.cuvette.data.ReadLimits;
import io.cuvette.data.anndata.CsrMatrix;
import io.cuvette.data.anndata.RowSink;
import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.data.h5ad.SparseRows;
import io.cuvette.data.hdf5.Memory;
import io.cuvette.data.scratch.ScratchException;
import io.cuvette.data.scratch.ScratchFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A sparse matrix that takes one value at a time, in any order, and hands out its rows, or its
 * columns, in their order.
 *
 * <p>A small one stays in memory. Of a larger one only the numbers of values of each row and column
 * are held, 4 bytes each; the values go to a scratch file. When they came in the order that is
 * asked for, as Cell Ranger writes them, that file is read once. Otherwise they are distributed
 * over ranges of rows in a second file, which is read range by range: an external bucket sort of
 * three passes, however large the matrix is.
 */
public final class CoordinateFile implements Closeable {

    /** 12 MiB. */
    private static final int HELD_VALUES = 1 << 20;

    /** 16 MiB as a compressed matrix. */
    private static final int RANGE_VALUES = 1 << 21;

    private static final int READ_VALUES = 1 << 15;

    /** All ranges together, on their way to the second file. */
    private static final int DISTRIBUTION_BYTES = 16 << 20;

    private static final int LARGEST_DISTRIBUTION_VALUES = 1 << 14;

    /** Column and value, once more when equal places add up, and while a row is sorted. */
    private static final long BYTES_A_VALUE = 24;

    private final Path scratch;
    private final long mostValues;
    private final int rangeValues;
    private final Triples held;
    private final AxisCounts rows = new AxisCounts();
    private final AxisCounts columns = new AxisCounts();
    private Optional<ScratchFile> file = Optional.empty();
    private long count;
    private boolean handedOver;

    /**
     * @param scratch an existing folder
     */
    public CoordinateFile(Path scratch, ReadLimits limits) {
        this(scratch, limits, HELD_VALUES, RANGE_VALUES);
    }

    /**
     * With other sizes than the usual ones, for tests of the ways that large files take.
     *
     * @param heldValues values that stay in memory before any is written
     * @param rangeValues values of the rows that are handed out from memory at once
     */
    public CoordinateFile(Path scratch, ReadLimits limits, int heldValues, int rangeValues) {
        this.scratch = scratch;
        this.mostValues = Math.min(limits.maxStoredValues(), Integer.MAX_VALUE - 8);
        this.rangeValues = rangeValues;
        this.held = new Triples(heldValues);
    }

    /**
     * Zeros are left out; values of the same place add up.
     *
     * @throws DataException TOO_LARGE, EXCEEDS_RESOURCES of memory
     * @throws ScratchException when the scratch disk fails or is nearly full
     */
    public void add(int row, int column, float value) throws DataException {
        if (value == 0f) {
            return;
        }
        if (count >= mostValues) {
            throw new DataException(
                    FindingCode.TOO_LARGE,
                    "X",
                    "It has more than the %d values that are allowed.".formatted(mostValues));
        }
        if (held.isFull()) {
            spill();
        }
        rows.add(row);
        columns.add(column);
        held.add(row, column, value);
        count++;
    }

    private ScratchFile spill() {
        if (file.isEmpty()) {
            file = Optional.of(ScratchFile.create(scratch));
        }
        held.moveTo(file.get());
        return file.get();
    }

    /** Number of values that are not zero. */
    public long count() {
        return count;
    }

    /**
     * Hands the rows over, once.
     *
     * @param rowCount above every row that was added
     * @param columnCount above every column that was added
     * @throws DataException EXCEEDS_RESOURCES of memory
     * @throws ScratchException when the scratch disk fails or is nearly full
     */
    public void forEachRow(int rowCount, int columnCount, RowSink sink) throws IOException {
        new Pass(rows, true, rowCount, columnCount).run(sink);
    }

    /** As {@link #forEachRow}, with the columns as rows. */
    public void forEachColumn(int rowCount, int columnCount, RowSink sink) throws IOException {
        new Pass(columns, false, columnCount, rowCount).run(sink);
    }

    /** Deletes what was written. */
    @Override
    public void close() throws IOException {
        if (file.isPresent()) {
            file.get().close();
        }
    }

    /** Values as they lie in memory or in a file. */
    @FunctionalInterface
    private interface Source {
        void forEach(Triples.Action action) throws IOException;
    }

    /** Hands out one axis as rows of a matrix of size x width. */
    private final class Pass {
        private final AxisCounts counts;
        private final boolean byRow;
        private final int size;
        private final int width;

        Pass(AxisCounts counts, boolean byRow, int size, int width) {
            this.counts = counts;
            this.byRow = byRow;
            this.size = size;
            this.width = width;
        }

        void run(RowSink sink) throws IOException {
            if (handedOver) {
                throw new IllegalStateException("the values were handed over before");
            }
            handedOver = true;
            if (file.isEmpty()) {
                gather(new RowRange(0, size, 0, count), held::forEach).forEachRow(sink);
                held.release();
                return;
            }
            ScratchFile ordered = spill();
            ordered.flush();
            held.release();
            List<RowRange> ranges = RowRange.cut(counts, size, rangeValues);
            ByteBuffer buffer = ScratchFile.buffer(READ_VALUES * Triples.BYTES);
            if (!counts.inOrder()) {
                ordered = distributed(ordered, ranges, buffer);
            }
            for (RowRange range : ranges) {
                ScratchFile values = ordered;
                gather(
                                range,
                                action ->
                                        Triples.forEach(
                                                values,
                                                range.first(),
                                                range.values(),
                                                buffer,
                                                action))
                        .forEachRow(sink);
            }
        }

        /** Compressed rows of a range, by counting sort, so that values keep their order. */
        private CsrMatrix gather(RowRange range, Source source) throws IOException {
            Memory.require(BYTES_A_VALUE * range.values() + 8L * range.rows(), "X");
            int[] pointers = new int[range.rows() + 1];
            for (int i = 0; i < range.rows(); i++) {
                pointers[i + 1] = pointers[i] + counts.of(range.from() + i);
            }
            int[] next = pointers.clone();
            int[] indices = new int[pointers[range.rows()]];
            float[] values = new float[indices.length];
            source.forEach(
                    (row, column, value) -> {
                        int position = next[(byRow ? row : column) - range.from()]++;
                        indices[position] = byRow ? column : row;
                        values[position] = value;
                    });
            return SparseRows.canonical(range.rows(), width, pointers, indices, values);
        }

        /** Brings the values of each range together in a second file and drops the first. */
        private ScratchFile distributed(
                ScratchFile unordered, List<RowRange> ranges, ByteBuffer buffer)
                throws IOException {
            ScratchFile second = ScratchFile.create(scratch);
            try {
                distribute(unordered, ranges, buffer, second);
            } catch (IOException | RuntimeException | Error e) {
                second.close();
                throw e;
            }
            file = Optional.of(second);
            unordered.close();
            return second;
        }

        private void distribute(
                ScratchFile unordered, List<RowRange> ranges, ByteBuffer buffer, ScratchFile target)
                throws IOException {
            Memory.require((long) Integer.BYTES * size + DISTRIBUTION_BYTES, "X");
            int[] rangeOf = new int[size];
            int share = DISTRIBUTION_BYTES / Triples.BYTES / ranges.size();
            int buffered = Math.max(1, Math.min(LARGEST_DISTRIBUTION_VALUES, share));
            ByteBuffer[] pending = new ByteBuffer[ranges.size()];
            long[] positions = new long[ranges.size()];
            for (int r = 0; r < pending.length; r++) {
                RowRange range = ranges.get(r);
                Arrays.fill(rangeOf, range.from(), range.to(), r);
                int values = (int) Math.min(buffered, range.values());
                pending[r] = ByteBuffer.allocate(values * Triples.BYTES).order(buffer.order());
                positions[r] = range.first() * Triples.BYTES;
            }
            Triples.forEach(
                    unordered,
                    0,
                    count,
                    buffer,
                    (row, column, value) -> {
                        int r = rangeOf[byRow ? row : column];
                        Triples.put(pending[r], row, column, value);
                        if (!pending[r].hasRemaining()) {
                            positions[r] = moved(pending[r], target, positions[r]);
                        }
                    });
            for (int r = 0; r < pending.length; r++) {
                positions[r] = moved(pending[r], target, positions[r]);
            }
        }

        /** Where the next bytes go. */
        private long moved(ByteBuffer bytes, ScratchFile target, long position) {
            bytes.flip();
            int length = bytes.remaining();
            target.write(bytes, position);
            bytes.clear();
            return position + length;
        }
    }
}
