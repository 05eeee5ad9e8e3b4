package io.cuvette.data.arrow;

import com.google.flatbuffers.FlatBufferBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a table as an Arrow IPC file, front to back and in batches of bounded size, so that memory
 * does not grow with the rows. What stands between the batches is built with Arrow's own generated
 * schema classes.
 *
 * <p>A file is the magic word, the schema, record batches, an end mark, the footer with the place
 * of each batch, its length and the magic word. No value is null, so there are no validity bitmaps.
 *
 * @see <a href="https://arrow.apache.org/docs/format/Columnar.html#ipc-file-format">format</a>
 */
public final class ArrowTableWriter {

    private static final byte[] MAGIC = "ARROW1".getBytes(StandardCharsets.US_ASCII);

    /** Buffers and messages begin at multiples of this; 8 is required and 64 recommended. */
    private static final int ALIGNMENT = 64;

    private static final int CONTINUATION = -1;

    /** Values of a batch, and likewise its texts, take about as many bytes at the most. */
    private static final int BATCH_BYTES = 4 << 20;

    private static final int MOST_ROWS = 1 << 16;

    private final ArrowTable table;
    private final OutputStream out;
    private final List<ArrowMetadata.Block> blocks = new ArrayList<>();
    private long position;

    private ArrowTableWriter(ArrowTable table, OutputStream out) {
        this.table = table;
        this.out = out;
    }

    /** Writes the whole file; the stream stays open. */
    public static void write(ArrowTable table, OutputStream out) throws IOException {
        new ArrowTableWriter(table, out).write();
    }

    private void write() throws IOException {
        put(MAGIC, MAGIC.length);
        pad();
        message(ArrowMetadata.schema(table));
        int rows = table.values().rows();
        RecordBatch batch = new RecordBatch(table, rowsPerBatch(), BATCH_BYTES, ALIGNMENT);
        for (int row = 0; row < rows; row += batch.rows()) {
            batch.fill(row);
            long offset = position;
            int metadataLength =
                    message(ArrowMetadata.recordBatch(batch.rows(), batch.buffers(), batch.size()));
            long bodyStart = position;
            batch.writeTo((bytes, length) -> put(bytes, length));
            blocks.add(new ArrowMetadata.Block(offset, metadataLength, position - bodyStart));
        }
        putInts(CONTINUATION, 0);
        byte[] footer = ArrowMetadata.footer(table, blocks);
        put(footer, footer.length);
        putInts(footer.length);
        put(MAGIC, MAGIC.length);
    }

    private int rowsPerBatch() {
        int bytes = Math.max(1, Float.BYTES * table.columns().size());
        return Math.max(1, Math.min(MOST_ROWS, BATCH_BYTES / bytes));
    }

    /**
     * The metadata of a message, with its length before it.
     *
     * @return bytes until its body
     */
    private int message(FlatBufferBuilder metadata) throws IOException {
        ByteBuffer bytes = metadata.dataBuffer();
        int length = bytes.remaining();
        int prefix = 2 * Integer.BYTES;
        int padded = Math.floorDiv(prefix + length + ALIGNMENT - 1, ALIGNMENT) * ALIGNMENT;
        putInts(CONTINUATION, padded - prefix);
        byte[] content = new byte[padded - prefix];
        bytes.get(content, 0, length);
        put(content, content.length);
        return padded;
    }

    private void pad() throws IOException {
        int padding = (int) Math.floorMod(-position, (long) ALIGNMENT);
        put(new byte[padding], padding);
    }

    private void put(byte[] bytes, int length) throws IOException {
        out.write(bytes, 0, length);
        position += length;
    }

    private void putInts(int... values) throws IOException {
        byte[] bytes = new byte[Integer.BYTES * values.length];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().put(values);
        put(bytes, bytes.length);
    }
}
