package io.cuvette.data.npy;

import io.cuvette.data.anndata.DenseMatrix;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes NumPy's {@code .npy}, version 1.0: one float32 array in C order.
 *
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">format</a>
 */
public final class NpyWriter {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};

    /** Data begins at a multiple of this. */
    private static final int ALIGNMENT = 64;

    private static final int CHUNK_ROWS = 256;

    private NpyWriter() {}

    /** Writes {@code [rows, columns]}; the stream stays open. */
    public static void write(DenseMatrix matrix, OutputStream out) throws IOException {
        String header =
                "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }"
                        .formatted(matrix.rows(), matrix.columns());
        int unpadded = MAGIC.length + Short.BYTES + header.length() + 1;
        int padding = Math.floorMod(-unpadded, ALIGNMENT);
        header = header + " ".repeat(padding) + "\n";
        out.write(MAGIC);
        out.write(header.length() & 0xff);
        out.write(header.length() >> 8);
        out.write(header.getBytes(StandardCharsets.US_ASCII));
        int columns = matrix.columns();
        ByteBuffer chunk =
                ByteBuffer.allocate(CHUNK_ROWS * columns * Float.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN);
        for (int from = 0; from < matrix.rows(); from += CHUNK_ROWS) {
            int rows = Math.min(CHUNK_ROWS, matrix.rows() - from);
            chunk.clear();
            chunk.asFloatBuffer().put(matrix.values(), from * columns, rows * columns);
            out.write(chunk.array(), 0, rows * columns * Float.BYTES);
        }
    }
}
