package io.cuvette.service.inference.protocol;

import io.cuvette.service.inference.Datatype;
import io.cuvette.service.inference.InferenceException;
import io.cuvette.service.inference.TensorData;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The binary tensor extension: little endian, row major, no padding; BOOL as a byte 0 or 1; each
 * element of BYTES after its length in 4 bytes.
 */
final class BinaryTensors {

    private static final int LENGTH_PREFIX = Integer.BYTES;

    private BinaryTensors() {}

    /**
     * Reads {@code count} elements from exactly {@code size} bytes at {@code offset}, which lie
     * within the body.
     *
     * @throws InferenceException (400) if the size does not fit the count
     */
    static TensorData read(
            String name, Datatype datatype, int count, byte[] body, int offset, int size) {
        requireFit(name, datatype, count, size);
        ByteBuffer bytes =
                ByteBuffer.wrap(body, offset, size).slice().order(ByteOrder.LITTLE_ENDIAN);
        return switch (datatype) {
            case BOOL -> new TensorData.Booleans(readBooleans(name, count, bytes));
            case INT8, UINT8 -> {
                byte[] values = new byte[count];
                bytes.get(values);
                yield new TensorData.Int8s(values);
            }
            case INT16, UINT16, FP16 -> {
                short[] values = new short[count];
                bytes.asShortBuffer().get(values);
                yield new TensorData.Int16s(values);
            }
            case INT32, UINT32 -> {
                int[] values = new int[count];
                bytes.asIntBuffer().get(values);
                yield new TensorData.Int32s(values);
            }
            case INT64, UINT64 -> {
                long[] values = new long[count];
                bytes.asLongBuffer().get(values);
                yield new TensorData.Int64s(values);
            }
            case FP32 -> {
                float[] values = new float[count];
                bytes.asFloatBuffer().get(values);
                yield new TensorData.Floats(values);
            }
            case FP64 -> {
                double[] values = new double[count];
                bytes.asDoubleBuffer().get(values);
                yield new TensorData.Doubles(values);
            }
            case BYTES -> new TensorData.ByteStrings(readByteStrings(name, count, bytes));
        };
    }

    private static void requireFit(String name, Datatype datatype, int count, int size) {
        long least = (long) count * datatype.minimumBytes();
        boolean fits = datatype.isFixedSize() ? size == least : size >= least;
        if (!fits) {
            throw InferenceException.invalid(
                    "input '%s': binary_data_size is %d; %d elements of %s take %s%d bytes"
                            .formatted(
                                    name,
                                    size,
                                    count,
                                    datatype,
                                    datatype.isFixedSize() ? "" : "at least ",
                                    least));
        }
    }

    private static boolean[] readBooleans(String name, int count, ByteBuffer bytes) {
        boolean[] values = new boolean[count];
        for (int i = 0; i < count; i++) {
            byte value = bytes.get();
            if (value != 0 && value != 1) {
                throw InferenceException.invalid(
                        "input '%s' of BOOL: element %d is %d, neither 0 nor 1"
                                .formatted(name, i, value));
            }
            values[i] = value == 1;
        }
        return values;
    }

    private static byte[][] readByteStrings(String name, int count, ByteBuffer bytes) {
        byte[][] values = new byte[count][];
        for (int i = 0; i < count; i++) {
            long length =
                    bytes.remaining() < LENGTH_PREFIX
                            ? Long.MAX_VALUE
                            : Integer.toUnsignedLong(bytes.getInt());
            if (length > bytes.remaining()) {
                throw InferenceException.invalid(
                        "input '%s' of BYTES: element %d goes beyond binary_data_size"
                                .formatted(name, i));
            }
            values[i] = new byte[(int) length];
            bytes.get(values[i]);
        }
        if (bytes.hasRemaining()) {
            throw InferenceException.invalid(
                    "input '%s' of BYTES: %d bytes are left after %d elements"
                            .formatted(name, bytes.remaining(), count));
        }
        return values;
    }

    /** Bytes that {@link #write} takes. */
    static long size(Datatype datatype, TensorData data) {
        long size = (long) data.length() * datatype.minimumBytes();
        if (data instanceof TensorData.ByteStrings strings) {
            for (byte[] value : strings.values()) {
                size += value.length;
            }
        }
        return size;
    }

    /** Writes the elements at the buffer's position and moves it on. */
    static void write(TensorData data, ByteBuffer target) {
        ByteBuffer out = target.slice().order(ByteOrder.LITTLE_ENDIAN);
        int written;
        if (data instanceof TensorData.Booleans booleans) {
            for (boolean value : booleans.values()) {
                out.put((byte) (value ? 1 : 0));
            }
            written = out.position();
        } else if (data instanceof TensorData.Int8s bytes) {
            out.put(bytes.values());
            written = out.position();
        } else if (data instanceof TensorData.Int16s shorts) {
            written = out.asShortBuffer().put(shorts.values()).position() * Short.BYTES;
        } else if (data instanceof TensorData.Int32s ints) {
            written = out.asIntBuffer().put(ints.values()).position() * Integer.BYTES;
        } else if (data instanceof TensorData.Int64s longs) {
            written = out.asLongBuffer().put(longs.values()).position() * Long.BYTES;
        } else if (data instanceof TensorData.Floats floats) {
            written = out.asFloatBuffer().put(floats.values()).position() * Float.BYTES;
        } else if (data instanceof TensorData.Doubles doubles) {
            written = out.asDoubleBuffer().put(doubles.values()).position() * Double.BYTES;
        } else {
            for (byte[] value : ((TensorData.ByteStrings) data).values()) {
                out.putInt(value.length).put(value);
            }
            written = out.position();
        }
        target.position(target.position() + written);
    }
}
