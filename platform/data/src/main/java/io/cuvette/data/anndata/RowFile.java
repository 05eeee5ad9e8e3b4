package io.cuvette.data.anndata;

import io.cuvette.data.scratch.ScratchException;
import io.cuvette.data.scratch.ScratchFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A sparse matrix in a scratch file, so that memory does not grow with the number of cells: only
 * the begins of rows are held, 4 bytes a row. Each row lies in one piece, first its columns
 * (int32), then its values (float32), little-endian; the operating system's page cache does the
 * rest.
 *
 * <p>The file is private to the process that wrote it and is deleted on close. Rows are read by
 * position, not mapped: mapped pages count as memory of the process, and a failing disk would be a
 * crash. Not for use by several threads.
 */
public final class RowFile implements SparseMatrix, Closeable {

    private static final int BYTES_A_VALUE = Integer.BYTES + Float.BYTES;

    private final ScratchFile file;
    private final int columns;

    private final RowStarts starts;

    private ByteBuffer buffer = ScratchFile.buffer(1 << 16);
    private int[] columnScratch = {};
    private float[] valueScratch = {};

    private RowFile(ScratchFile file, int columns, RowStarts starts) {
        this.file = file;
        this.columns = columns;
        this.starts = starts;
    }

    /**
     * Begins a file of rows; an unfinished one is deleted on close.
     *
     * @param scratch an existing folder
     * @param columns of the matrix
     * @throws ScratchException when the disk fails, here and in all that the writer does
     */
    public static Writer writer(Path scratch, int columns) {
        return new Writer(ScratchFile.create(scratch), columns);
    }

    /** Appends rows; {@link #finish} gives the matrix. */
    public static final class Writer implements RowSink, Closeable {

        private final ScratchFile file;
        private final int columns;
        private final RowStarts starts = new RowStarts();
        private boolean finished;

        private Writer(ScratchFile file, int columns) {
            this.file = file;
            this.columns = columns;
        }

        @Override
        public void row(int[] columnIndices, float[] values, int offset, int length) {
            for (int k = 0; k < length; k++) {
                file.room(Integer.BYTES).putInt(columnIndices[offset + k]);
            }
            for (int k = 0; k < length; k++) {
                file.room(Float.BYTES).putFloat(values[offset + k]);
            }
            starts.add(length);
        }

        /** Values written so far. */
        public long storedValues() {
            return starts.values();
        }

        /** The rows so far as a matrix, which now owns the file. */
        public RowFile finish() {
            file.flush();
            RowFile rows = new RowFile(file, columns, starts);
            finished = true;
            return rows;
        }

        /** Deletes what was not finished. */
        @Override
        public void close() throws IOException {
            if (!finished) {
                file.close();
            }
        }
    }

    @Override
    public int rows() {
        return starts.rows();
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public long storedValues() {
        return starts.values();
    }

    @Override
    public int rowLength(int row) {
        return starts.length(row);
    }

    @Override
    public void copyStored(int row, int[] columnIndices, float[] values, int offset) {
        int length = rowLength(row);
        ByteBuffer bytes = read(row, length);
        bytes.asIntBuffer().get(columnIndices, offset, length);
        bytes.position(length * Integer.BYTES).asFloatBuffer().get(values, offset, length);
    }

    @Override
    public void copyRow(int row, float[] target, int offset) {
        int length = rowLength(row);
        if (columnScratch.length < length) {
            columnScratch = new int[length];
            valueScratch = new float[length];
        }
        copyStored(row, columnScratch, valueScratch, 0);
        Arrays.fill(target, offset, offset + columns, 0f);
        for (int k = 0; k < length; k++) {
            target[offset + columnScratch[k]] = valueScratch[k];
        }
    }

    private ByteBuffer read(int row, int length) {
        int bytes = Math.multiplyExact(length, BYTES_A_VALUE);
        if (buffer.capacity() < bytes) {
            buffer = ScratchFile.buffer(bytes);
        }
        buffer.clear().limit(bytes);
        file.read(buffer, starts.start(row) * BYTES_A_VALUE);
        return buffer.flip();
    }

    /** Closes and deletes the file. */
    @Override
    public void close() throws IOException {
        file.close();
    }
}
