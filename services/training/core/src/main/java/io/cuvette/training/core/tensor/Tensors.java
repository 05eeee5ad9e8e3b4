package io.cuvette.training.core.tensor;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The one place that makes tensors: on one device, of element types the engine survives, and below
 * a size limit that is checked before anything is allocated.
 *
 * <p>A tensor made here belongs to this factory and is freed with it, or earlier by the {@link
 * TensorScope} open at that moment. The copying methods take a fresh buffer outside the heap on
 * each call: in loops over large batches use {@link #view} on one buffer. May be used by several
 * threads.
 */
public final class Tensors implements AutoCloseable {

    /**
     * Element types that may be made. The engine aborts the process, without an exception, when
     * asked for BFLOAT16 or INT16.
     */
    private static final Set<DataType> ALLOWED =
            EnumSet.of(
                    DataType.FLOAT32,
                    DataType.FLOAT64,
                    DataType.FLOAT16,
                    DataType.INT64,
                    DataType.INT32,
                    DataType.INT8,
                    DataType.UINT8,
                    DataType.BOOLEAN);

    /** Largest size of one tensor, 16 GiB; a larger one is a mistake in the caller. */
    public static final long MAX_BYTES = 16L << 30;

    private record ScalarKey(double value, DataType type) {}

    private final PtNDManager manager;
    private final Map<ScalarKey, PtNDArray> scalars = new ConcurrentHashMap<>();

    private Tensors(PtNDManager manager) {
        this.manager = manager;
    }

    /** On the engine's default device. */
    public static Tensors open() {
        return open(TorchEngine.defaultDevice());
    }

    public static Tensors open(Device device) {
        NDManager base = TorchEngine.engine().newBaseManager(device);
        return new Tensors((PtNDManager) base);
    }

    public Device device() {
        return manager.getDevice();
    }

    public PtNDArray zeros(DataType type, long... shape) {
        return (PtNDArray) manager.zeros(checked(type, shape), type);
    }

    public PtNDArray full(double value, DataType type, long... shape) {
        PtNDArray tensor = zeros(type, shape);
        TorchOps.fill(tensor, value);
        return tensor;
    }

    /** A copy of the values, FLOAT32. */
    public PtNDArray of(float[] values, long... shape) {
        ByteBuffer bytes = direct(values.length, Float.BYTES);
        bytes.asFloatBuffer().put(values);
        return view(bytes, DataType.FLOAT32, shapeOf(values.length, shape));
    }

    /** A copy of the values, FLOAT64. */
    public PtNDArray of(double[] values, long... shape) {
        ByteBuffer bytes = direct(values.length, Double.BYTES);
        bytes.asDoubleBuffer().put(values);
        return view(bytes, DataType.FLOAT64, shapeOf(values.length, shape));
    }

    /** A copy of the values, INT64. */
    public PtNDArray of(long[] values, long... shape) {
        ByteBuffer bytes = direct(values.length, Long.BYTES);
        bytes.asLongBuffer().put(values);
        return view(bytes, DataType.INT64, shapeOf(values.length, shape));
    }

    /** A copy of the values, INT32. */
    public PtNDArray of(int[] values, long... shape) {
        ByteBuffer bytes = direct(values.length, Integer.BYTES);
        bytes.asIntBuffer().put(values);
        return view(bytes, DataType.INT32, shapeOf(values.length, shape));
    }

    /** A copy of class codes as the INT64 column that indexing operations need. */
    public PtNDArray codes(int[] values) {
        long[] wide = new long[values.length];
        for (int i = 0; i < values.length; i++) {
            wide[i] = values[i];
        }
        return of(wide);
    }

    /**
     * A tensor that shares the buffer's memory on the processor, and a copy elsewhere.
     *
     * @param values a direct buffer in native byte order; what is between position and limit must
     *     be exactly as long as type and shape need, and may change only while no operation uses it
     */
    public PtNDArray view(ByteBuffer values, DataType type, long... shape) {
        Shape checked = checked(type, shape);
        long bytes = checked.size() * type.getNumOfBytes();
        if (!values.isDirect() || values.order() != ByteOrder.nativeOrder()) {
            throw new IllegalArgumentException("needs a direct buffer in native byte order");
        }
        if (values.remaining() != bytes) {
            throw new IllegalArgumentException(
                    "shape %s of %s needs %d bytes, the buffer has %d"
                            .formatted(checked, type, bytes, values.remaining()));
        }
        if (bytes == 0) {
            return (PtNDArray) manager.zeros(checked, type);
        }
        // the engine takes the start of the buffer, not its position
        return manager.create(values.slice().order(ByteOrder.nativeOrder()), checked, type);
    }

    /** A one-element tensor that is made once; never change or close it. */
    public PtNDArray scalar(double value, DataType type) {
        return scalars.computeIfAbsent(
                new ScalarKey(value, type),
                key -> {
                    PtNDArray tensor = full(key.value(), key.type());
                    NDScope.unregister(tensor);
                    return tensor;
                });
    }

    /** A FLOAT32 {@link #scalar(double, DataType)}. */
    public PtNDArray scalar(double value) {
        return scalar(value, DataType.FLOAT32);
    }

    /** The tensor in another element type; the same tensor when it has that type already. */
    public static PtNDArray cast(PtNDArray tensor, DataType type) {
        requireAllowed(type);
        return tensor.getDataType() == type ? tensor : tensor.toType(type, false);
    }

    /** Tensors that are attached to this factory and not yet freed. */
    public int count() {
        return manager.getManagedArrays().size();
    }

    @Override
    public void close() {
        manager.close();
    }

    private static void requireAllowed(DataType type) {
        if (!ALLOWED.contains(type)) {
            throw new IllegalArgumentException(
                    "tensors of type %s are not supported; use FLOAT32".formatted(type));
        }
    }

    private static Shape checked(DataType type, long... shape) {
        requireAllowed(type);
        long bytes = type.getNumOfBytes();
        for (long dimension : shape) {
            if (dimension < 0) {
                throw new IllegalArgumentException("negative dimension " + dimension);
            }
            if (dimension > 0 && bytes > MAX_BYTES / dimension) {
                throw new IllegalArgumentException(
                        "shape %s of %s is above the limit of %d bytes"
                                .formatted(new Shape(shape), type, MAX_BYTES));
            }
            bytes *= dimension;
        }
        return new Shape(shape);
    }

    private static long[] shapeOf(int length, long[] shape) {
        return shape.length == 0 ? new long[] {length} : shape;
    }

    private static ByteBuffer direct(int length, int elementBytes) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(length, elementBytes))
                .order(ByteOrder.nativeOrder());
    }
}
