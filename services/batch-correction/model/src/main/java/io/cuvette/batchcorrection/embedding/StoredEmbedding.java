package io.cuvette.batchcorrection.embedding;

import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.data.anndata.DenseRows;
import io.cuvette.data.safetensors.SafetensorsReader;
import io.cuvette.data.safetensors.TensorInfo;
import io.cuvette.data.safetensors.TensorType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Objects;

/**
 * Points of cells in a tensor of a safetensors file: rows are read when they are asked for and none
 * is held. For several threads, as long as the file is open; a file that fails or is closed makes
 * every method throw {@link UncheckedIOException}.
 */
public final class StoredEmbedding implements EmbeddedCells {

    private static final int BLOCK_BYTES = 1 << 16;

    private final SafetensorsReader file;
    private final String tensor;
    private final int cells;
    private final int dimensions;

    private StoredEmbedding(SafetensorsReader file, String tensor, int cells, int dimensions) {
        this.file = file;
        this.tensor = tensor;
        this.cells = cells;
        this.dimensions = dimensions;
    }

    /**
     * A tensor of an open file, which the caller closes.
     *
     * @throws IOException when it is not F32 {@code [cells, dimensions]}
     */
    public static StoredEmbedding of(SafetensorsReader file, String tensor, int cells)
            throws IOException {
        TensorInfo info = file.info(tensor);
        List<Long> shape = info.shape();
        if (info.type() != TensorType.F32
                || shape.size() != 2
                || shape.get(0) != cells
                || shape.get(1) < 1
                || shape.get(1) > Integer.MAX_VALUE / Float.BYTES) {
            throw new IOException(
                    "tensor %s is %s %s; F32 [%d, dimensions] expected"
                            .formatted(tensor, info.type(), shape, cells));
        }
        return new StoredEmbedding(file, tensor, cells, Math.toIntExact(shape.get(1)));
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
        double[] values = new double[Math.multiplyExact(chosen.length, dimensions)];
        float[] row = new float[dimensions];
        DenseRows rows = rows();
        for (int i = 0; i < chosen.length; i++) {
            rows.copyRow(chosen[i], row, 0);
            for (int d = 0; d < dimensions; d++) {
                values[i * dimensions + d] = row[d];
            }
        }
        return new Embedding(chosen.length, dimensions, values);
    }

    @Override
    public boolean isFinite() {
        int most = rowsOfABlock();
        for (int from = 0; from < cells; from += most) {
            for (float value : block(from, Math.min(cells, from + most)).values()) {
                if (!Float.isFinite(value)) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * Some cells, held.
     *
     * @param from first cell
     * @param to after the last cell
     */
    public DenseMatrix block(int from, int to) {
        Objects.checkFromToIndex(from, to, cells);
        float[] values = new float[Math.multiplyExact(to - from, dimensions)];
        int most = rowsOfABlock();
        ByteBuffer bytes = buffer(Math.min(most, to - from));
        for (int at = from; at < to; at += most) {
            int rows = Math.min(most, to - at);
            read(at, rows, bytes);
            bytes.asFloatBuffer().get(values, (at - from) * dimensions, rows * dimensions);
        }
        return new DenseMatrix(to - from, dimensions, values);
    }

    /**
     * The cells as rows of a matrix, for one thread. A block of them is held, so that reading them
     * in order costs little.
     */
    public DenseRows rows() {
        return new BufferedRows();
    }

    /** Cells that are read at once. */
    private int rowsOfABlock() {
        return Math.max(1, BLOCK_BYTES / rowBytes());
    }

    private int rowBytes() {
        return dimensions * Float.BYTES;
    }

    private ByteBuffer buffer(int rows) {
        return ByteBuffer.allocate(Math.multiplyExact(rows, rowBytes()))
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    private void read(int first, int rows, ByteBuffer target) {
        try {
            file.read(tensor, (long) first * rowBytes(), target.clear().limit(rows * rowBytes()));
            target.flip();
        } catch (IOException e) {
            throw new UncheckedIOException("stored embeddings cannot be read", e);
        }
    }

    private final class BufferedRows implements DenseRows {
        private final ByteBuffer block = buffer(Math.min(rowsOfABlock(), cells));
        private int first;
        private int held;

        @Override
        public int rows() {
            return cells;
        }

        @Override
        public int columns() {
            return dimensions;
        }

        @Override
        public void copyRow(int row, float[] target, int offset) {
            Objects.checkIndex(row, cells);
            if (row < first || row >= first + held) {
                // one row alone where they are not asked for in order
                int rows = row == first + held ? Math.min(rowsOfABlock(), cells - row) : 1;
                held = 0;
                read(row, rows, block);
                first = row;
                held = rows;
            }
            block.position((row - first) * rowBytes());
            block.asFloatBuffer().get(target, offset, dimensions);
        }
    }
}
