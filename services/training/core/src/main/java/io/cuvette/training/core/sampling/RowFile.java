package io.cuvette.training.core.sampling;

import io.cuvette.data.anndata.CsrMatrix;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Rows in a scratch file, so that training holds mini-batches and never the dataset: in memory are
 * 4 bytes a row, on disk 8 bytes a value. The file is this machine's own and ends with {@link
 * #close}; on Linux also when the process is killed, since it never has a name for long.
 *
 * <p>Each row lies in one piece, columns before values, and costs one positional read. Not mapped:
 * mapped pages count as memory of the process, and a failing disk would be a crash. Not for use by
 * several threads.
 */
public final class RowFile implements RowStore, Closeable {

    private static final int BYTES_A_VALUE = Integer.BYTES + Float.BYTES;

    private final FileChannel channel;
    private final int columns;
    private final int[] rowPointers;
    private final GrowingBuffer buffer = new GrowingBuffer();

    private RowFile(FileChannel channel, int columns, int[] rowPointers) {
        this.channel = channel;
        this.columns = columns;
        this.rowPointers = rowPointers;
    }

    /**
     * Starts a file.
     *
     * @param file does not exist yet
     * @param rows that will be appended
     */
    public static Writer create(Path file, int rows, int columns) throws IOException {
        return new Writer(file, rows, columns);
    }

    /** Takes rows block by block. Closing it without {@link #finish} gives the file up. */
    public static final class Writer implements Closeable {

        private static final int LEAST_BUFFER = 1 << 20;

        private final FileChannel channel;
        private final int columns;
        private final int[] rowPointers;
        private final ByteBuffer buffer;
        private int rows;
        private boolean finished;

        private Writer(Path file, int rows, int columns) throws IOException {
            this.columns = columns;
            this.rowPointers = new int[Math.addExact(rows, 1)];
            int widestRow = Math.multiplyExact(columns, BYTES_A_VALUE);
            this.buffer =
                    ByteBuffer.allocateDirect(Math.max(LEAST_BUFFER, widestRow))
                            .order(ByteOrder.nativeOrder());
            this.channel =
                    FileChannel.open(
                            file,
                            StandardOpenOption.CREATE_NEW,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.DELETE_ON_CLOSE);
        }

        /** Adds all rows of the block behind those before. */
        public void append(CsrMatrix block) throws IOException {
            if (block.columns() != columns || block.rows() > rowPointers.length - 1 - rows) {
                throw new IllegalArgumentException(
                        "%d x %d rows do not follow %d of %d x %d"
                                .formatted(
                                        block.rows(),
                                        block.columns(),
                                        rows,
                                        rowPointers.length - 1,
                                        columns));
            }
            for (int row = 0; row < block.rows(); row++) {
                int from = block.rowPointers()[row];
                int length = block.rowLength(row);
                if (buffer.remaining() < length * BYTES_A_VALUE) {
                    flush();
                }
                buffer.asIntBuffer().put(block.columnIndices(), from, length);
                buffer.position(buffer.position() + length * Integer.BYTES);
                buffer.asFloatBuffer().put(block.values(), from, length);
                buffer.position(buffer.position() + length * Float.BYTES);
                rowPointers[rows + 1] = Math.addExact(rowPointers[rows], length);
                rows++;
            }
        }

        /** The rows, once all of them are there; they are the caller's to close. */
        public RowFile finish() throws IOException {
            if (rows != rowPointers.length - 1) {
                throw new IllegalStateException(
                        "%d of %d rows were appended".formatted(rows, rowPointers.length - 1));
            }
            flush();
            finished = true;
            return new RowFile(channel, columns, rowPointers);
        }

        private void flush() throws IOException {
            buffer.flip();
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            buffer.clear();
        }

        @Override
        public void close() throws IOException {
            if (!finished) {
                channel.close();
            }
        }
    }

    @Override
    public int rows() {
        return rowPointers.length - 1;
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public long storedValues() {
        return rowPointers[rowPointers.length - 1];
    }

    @Override
    public int rowLength(int row) {
        return rowPointers[row + 1] - rowPointers[row];
    }

    /**
     * @throws UncheckedIOException when the disk fails
     */
    @Override
    public void copy(int row, int[] columnIndices, float[] values, int offset) {
        int length = rowLength(row);
        ByteBuffer bytes = buffer.ofSize((long) length * BYTES_A_VALUE);
        long position = (long) rowPointers[row] * BYTES_A_VALUE;
        try {
            while (bytes.hasRemaining()) {
                int read = channel.read(bytes, position + bytes.position());
                if (read < 0) {
                    throw new EOFException("a scratch file was cut short");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        bytes.flip();
        bytes.asIntBuffer().get(columnIndices, offset, length);
        bytes.position(length * Integer.BYTES);
        bytes.asFloatBuffer().get(values, offset, length);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
