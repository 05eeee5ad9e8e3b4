package io.cuvette.batchcorrection.embedding;

import io.cuvette.data.anndata.DenseMatrix;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Points of many cells in a scratch file (float32, little-endian, row-major), so that a job that
 * trains one method after the other does not hold what the earlier ones gave. Deleted on close.
 */
public final class EmbeddingFile implements EmbeddedCells, Closeable {

    private final FileChannel channel;
    private final int dimensions;
    private int cells;
    private boolean finite = true;

    private EmbeddingFile(FileChannel channel, int dimensions) {
        this.channel = channel;
        this.dimensions = dimensions;
    }

    /**
     * An empty file.
     *
     * @param scratch an existing folder
     */
    public static EmbeddingFile create(Path scratch, int dimensions) throws IOException {
        return new EmbeddingFile(
                FileChannel.open(
                        Files.createTempFile(scratch, "embedding-", ".f32"),
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE),
                dimensions);
    }

    /**
     * Adds cells behind those that are there.
     *
     * @param block cells x dimensions
     */
    public void append(DenseMatrix block) throws IOException {
        if (block.columns() != dimensions) {
            throw new IllegalArgumentException(
                    "%d dimensions expected, got %d".formatted(dimensions, block.columns()));
        }
        ByteBuffer bytes = bytes(block.rows());
        for (float value : block.values()) {
            finite &= Float.isFinite(value);
            bytes.putFloat(value);
        }
        bytes.flip();
        for (long at = position(cells); bytes.hasRemaining(); ) {
            at += channel.write(bytes, at);
        }
        cells += block.rows();
    }

    private ByteBuffer bytes(int rows) {
        return ByteBuffer.allocate(Math.multiplyExact(rows, dimensions * Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    private long position(int cell) {
        return (long) cell * dimensions * Float.BYTES;
    }

    @Override
    public int cells() {
        return cells;
    }

    @Override
    public int dimensions() {
        return dimensions;
    }

    @Override
    public Embedding select(int[] chosen) {
        double[] out = new double[Math.multiplyExact(chosen.length, dimensions)];
        ByteBuffer row = bytes(1);
        try {
            int next = 0;
            for (int cell : chosen) {
                read(cell, row.clear());
                while (row.hasRemaining()) {
                    out[next++] = row.getFloat();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read an embedding", e);
        }
        return new Embedding(chosen.length, dimensions, out);
    }

    private void read(int cell, ByteBuffer row) throws IOException {
        if (cell < 0 || cell >= cells) {
            throw new IndexOutOfBoundsException("cell %d of %d".formatted(cell, cells));
        }
        long start = position(cell);
        while (row.hasRemaining()) {
            if (channel.read(row, start + row.position()) < 0) {
                throw new IOException("the scratch file was cut short while it was in use");
            }
        }
        row.flip();
    }

    @Override
    public boolean isFinite() {
        return finite;
    }

    /** Writes all values as they lie in the file. */
    public void writeTo(OutputStream target) throws IOException {
        channel.position(0);
        // not closed: that would close the file
        Channels.newInputStream(channel).transferTo(target);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
