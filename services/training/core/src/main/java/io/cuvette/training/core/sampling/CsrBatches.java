package io.cuvette.training.core.sampling;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.data.anndata.SparseMatrix;
import io.cuvette.training.core.tensor.SparseBatch;
import io.cuvette.training.core.tensor.Tensors;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Gathers rows of a sparse matrix into tensors without ever making the whole matrix dense.
 *
 * <p>A batch keeps its values whatever is asked for after it: some methods take several to a step.
 * Not for use by several threads.
 */
public final class CsrBatches {

    /**
     * Share of stored values up to which training with a sparse first layer is at least as fast as
     * with a dense one. Measured on one AVX-512 core with 128 rows and a weight of 2000 x 256:
     * product and gradient take 0.22, 0.36, 0.64 and 0.93 of the dense time at 5, 10, 20 and 30
     * percent; the rest of the margin pays for ordering the values by column.
     */
    public static final double SPARSE_DENSITY = 0.2;

    private final Tensors tensors;
    private final SparseMatrix matrix;

    private final GrowingBuffer denseBuffer = new GrowingBuffer();
    private final GrowingBuffer[] sparseBuffers = new GrowingBuffer[6];
    private float[] denseValues = {};
    private Gathered gathered = new Gathered(new int[0], new int[1], new int[0], new float[0]);

    /** Stored values of some rows, row by row. */
    private record Gathered(int[] rows, int[] offsets, int[] columnIndices, float[] values) {}

    public CsrBatches(Tensors tensors, SparseMatrix matrix) {
        this.tensors = tensors;
        this.matrix = matrix;
        Arrays.setAll(sparseBuffers, i -> new GrowingBuffer());
    }

    /** Whether the sparse form of a batch trains faster than the dense one. */
    public boolean sparsePays() {
        double cells = (double) matrix.rows() * matrix.columns();
        return matrix.storedValues() <= SPARSE_DENSITY * cells;
    }

    /** The rows as a dense FLOAT32 tensor {@code [rows, columns]}. */
    public PtNDArray dense(int[] rows) {
        int columns = matrix.columns();
        int size = Math.multiplyExact(rows.length, columns);
        if (denseValues.length < size) {
            denseValues = new float[size];
        }
        Gathered stored = gather(rows);
        Arrays.fill(denseValues, 0, size, 0f);
        for (int i = 0; i < rows.length; i++) {
            for (int k = stored.offsets[i]; k < stored.offsets[i + 1]; k++) {
                denseValues[i * columns + stored.columnIndices[k]] = stored.values[k];
            }
        }
        ByteBuffer bytes = denseBuffer.ofSize((long) size * Float.BYTES);
        bytes.asFloatBuffer().put(denseValues, 0, size);
        return copy(bytes, DataType.FLOAT32, rows.length, columns);
    }

    /** The rows as stored values, by rows and by columns. */
    public SparseBatch sparse(int[] rows) {
        Gathered stored = gather(rows);
        return withColumns(stored.offsets, stored.columnIndices, stored.values);
    }

    /** Reads the rows, unless they are those of the last call: a batch is often wanted twice. */
    private Gathered gather(int[] rows) {
        if (Arrays.equals(rows, gathered.rows)) {
            return gathered;
        }
        int[] offsets = new int[rows.length + 1];
        for (int i = 0; i < rows.length; i++) {
            offsets[i + 1] = Math.addExact(offsets[i], matrix.rowLength(rows[i]));
        }
        int[] columnIndices = new int[offsets[rows.length]];
        float[] values = new float[columnIndices.length];
        for (int i = 0; i < rows.length; i++) {
            matrix.copyStored(rows[i], columnIndices, values, offsets[i]);
        }
        gathered = new Gathered(rows.clone(), offsets, columnIndices, values);
        return gathered;
    }

    /** Adds the same values ordered by column: a counting sort, stable by row. */
    private SparseBatch withColumns(int[] rowOffsets, int[] columnIndices, float[] values) {
        int[] columnOffsets = new int[matrix.columns() + 1];
        for (int column : columnIndices) {
            columnOffsets[column + 1]++;
        }
        for (int j = 0; j < matrix.columns(); j++) {
            columnOffsets[j + 1] += columnOffsets[j];
        }
        int[] next = columnOffsets.clone();
        int[] rowIndices = new int[values.length];
        float[] columnValues = new float[values.length];
        for (int i = 0; i + 1 < rowOffsets.length; i++) {
            for (int k = rowOffsets[i]; k < rowOffsets[i + 1]; k++) {
                int position = next[columnIndices[k]]++;
                rowIndices[position] = i;
                columnValues[position] = values[k];
            }
        }
        return new SparseBatch(
                rowOffsets.length - 1,
                matrix.columns(),
                ints(0, rowOffsets),
                ints(1, columnIndices),
                floats(2, values),
                ints(3, columnOffsets),
                ints(4, rowIndices),
                floats(5, columnValues));
    }

    private PtNDArray ints(int buffer, int[] values) {
        ByteBuffer bytes = sparseBuffers[buffer].ofSize((long) values.length * Integer.BYTES);
        bytes.asIntBuffer().put(values);
        return copy(bytes, DataType.INT32, values.length);
    }

    private PtNDArray floats(int buffer, float[] values) {
        ByteBuffer bytes = sparseBuffers[buffer].ofSize((long) values.length * Float.BYTES);
        bytes.asFloatBuffer().put(values);
        return copy(bytes, DataType.FLOAT32, values.length);
    }

    /** The buffers are for the way to the engine only, and are used again. */
    private PtNDArray copy(ByteBuffer values, DataType type, long... shape) {
        try (PtNDArray shared = tensors.view(values, type, shape)) {
            return (PtNDArray) shared.duplicate();
        }
    }
}
