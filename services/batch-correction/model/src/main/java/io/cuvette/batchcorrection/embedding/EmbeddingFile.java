package io.cuvette.batchcorrection.embedding;

import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.data.scratch.ScratchException;
import io.cuvette.data.scratch.ScratchFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Points of many cells in a scratch file (float32, little-endian, row-major), so that a job that
 * trains one method after the other does not hold what the earlier ones gave. Deleted on close.
 */
public final class EmbeddingFile implements EmbeddedCells, Closeable {

    private static final int COPIED_BYTES = 1 << 18;

    private final ScratchFile file;
    private final int dimensions;
    private int cells;
    private boolean finite = true;

    private EmbeddingFile(ScratchFile file, int dimensions) {
        this.file = file;
        this.dimensions = dimensions;
    }

    /**
     * An empty file.
     *
     * @param scratch an existing folder
     * @throws ScratchException when the disk fails or is nearly full, as all other methods do
     */
    public static EmbeddingFile create(Path scratch, int dimensions) {
        return new EmbeddingFile(ScratchFile.create(scratch), dimensions);
    }

    /**
     * Adds cells behind those that are there.
     *
     * @param block cells x dimensions
     */
    public void append(DenseMatrix block) {
        if (block.columns() != dimensions) {
            throw new IllegalArgumentException(
                    "%d dimensions expected, got %d".formatted(dimensions, block.columns()));
        }
        for (float value : block.values()) {
            finite &= Float.isFinite(value);
            file.room(Float.BYTES).putFloat(value);
        }
        file.flush();
        cells += block.rows();
    }

    private int rowBytes() {
        return dimensions * Float.BYTES;
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
        ByteBuffer row = ScratchFile.buffer(rowBytes());
        int next = 0;
        for (int cell : chosen) {
            file.read(row.clear(), (long) Objects.checkIndex(cell, cells) * rowBytes());
            row.flip();
            while (row.hasRemaining()) {
                out[next++] = row.getFloat();
            }
        }
        return new Embedding(chosen.length, dimensions, out);
    }

    @Override
    public boolean isFinite() {
        return finite;
    }

    /** Writes all values as they lie in the file. */
    public void writeTo(OutputStream target) throws IOException {
        long length = (long) cells * rowBytes();
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(length, COPIED_BYTES));
        for (long at = 0; at < length; at += bytes.capacity()) {
            bytes.clear().limit((int) Math.min(bytes.capacity(), length - at));
            file.read(bytes, at);
            target.write(bytes.array(), 0, bytes.limit());
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
