package io.cuvette.data.npy;

import io.cuvette.data.anndata.DenseRows;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Writes NumPy's {@code .npy}, version 1.0: one float32 array in C order, as it comes.
 *
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">format</a>
 */
public final class NpyWriter {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};

    /** Data begins at a multiple of this. */
    private static final int ALIGNMENT = 64;

    private static final int CHUNK_VALUES = 1 << 16;

    private final OutputStream out;
    private final ByteBuffer chunk =
            ByteBuffer.allocate(CHUNK_VALUES * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private long missing;

    private NpyWriter(OutputStream out, long values) {
        this.out = out;
        this.missing = values;
    }

    /** Writes {@code [rows, columns]}, of which some rows are held; the stream stays open. */
    public static void write(DenseRows matrix, OutputStream out) throws IOException {
        int columns = matrix.columns();
        NpyWriter writer = begin(out, matrix.rows(), columns);
        int most = Math.min(matrix.rows(), Math.max(1, CHUNK_VALUES / Math.max(1, columns)));
        float[] values = new float[Math.multiplyExact(most, columns)];
        for (int row = 0; row < matrix.rows(); row += most) {
            int rows = Math.min(most, matrix.rows() - row);
            for (int i = 0; i < rows; i++) {
                matrix.copyRow(row + i, values, i * columns);
            }
            writer.add(values, rows * columns);
        }
        writer.finish();
    }

    /** Writes the header; the values follow by {@link #add}. The stream stays open. */
    public static NpyWriter begin(OutputStream out, int... shape) throws IOException {
        // a tuple of one needs its comma
        String sizes =
                Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(", "))
                        + (shape.length == 1 ? "," : "");
        String header =
                "{'descr': '<f4', 'fortran_order': False, 'shape': (%s), }".formatted(sizes);
        int unpadded = MAGIC.length + Short.BYTES + header.length() + 1;
        int padding = Math.floorMod(-unpadded, ALIGNMENT);
        header = header + " ".repeat(padding) + "\n";
        out.write(MAGIC);
        out.write(header.length() & 0xff);
        out.write(header.length() >> 8);
        out.write(header.getBytes(StandardCharsets.US_ASCII));
        long values = 1;
        for (int size : shape) {
            values = Math.multiplyExact(values, (long) size);
        }
        return new NpyWriter(out, values);
    }

    /** The next values in C order. */
    public void add(float[] values) throws IOException {
        add(values, values.length);
    }

    private void add(float[] values, int count) throws IOException {
        missing -= count;
        if (missing < 0) {
            throw new IllegalStateException("more values than the shape holds");
        }
        for (int from = 0; from < count; from += CHUNK_VALUES) {
            int length = Math.min(CHUNK_VALUES, count - from);
            chunk.clear();
            chunk.asFloatBuffer().put(values, from, length);
            out.write(chunk.array(), 0, length * Float.BYTES);
        }
    }

    /**
     * Checks that all values were written.
     *
     * @throws IllegalStateException when some are missing
     */
    public void finish() {
        if (missing != 0) {
            throw new IllegalStateException(missing + " values are missing");
        }
    }
}
