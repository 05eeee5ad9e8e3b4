package io.cuvette.data.h5ad;

import io.cuvette.data.hdf5.Hdf5Output;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Fills a one-dimensional dataset of four-byte numbers one by one, block by block. */
final class NumberStream implements Closeable {

    private final Hdf5Output.Rows rows;
    private final ByteBuffer block;

    /**
     * @param rows closed with this
     */
    NumberStream(Hdf5Output.Rows rows) {
        this.rows = rows;
        this.block =
                ByteBuffer.allocate(Math.multiplyExact(rows.rowsPerBlock(), Integer.BYTES))
                        .order(ByteOrder.LITTLE_ENDIAN);
    }

    void add(float value) throws IOException {
        room().putFloat(value);
    }

    void add(int value) throws IOException {
        room().putInt(value);
    }

    private ByteBuffer room() throws IOException {
        if (!block.hasRemaining()) {
            finish();
        }
        return block;
    }

    /** Writes what is left. */
    void finish() throws IOException {
        rows.write(block.position() / Integer.BYTES, block.array(), block.position());
        block.clear();
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
