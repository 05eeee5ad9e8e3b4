package io.cuvette.service.inference;

import java.util.Optional;

/**
 * The element types of the Open Inference Protocol, with the size of one element in the binary
 * tensor extension.
 */
public enum Datatype {
    BOOL(1, TensorData.Booleans.class),
    UINT8(1, TensorData.Int8s.class),
    UINT16(2, TensorData.Int16s.class),
    UINT32(4, TensorData.Int32s.class),
    UINT64(8, TensorData.Int64s.class),
    INT8(1, TensorData.Int8s.class),
    INT16(2, TensorData.Int16s.class),
    INT32(4, TensorData.Int32s.class),
    INT64(8, TensorData.Int64s.class),
    /**
     * IEEE 754 half precision, kept as raw bits; see {@link io.cuvette.data.HalfPrecision}. Binary
     * transport only.
     */
    FP16(2, TensorData.Int16s.class),
    FP32(4, TensorData.Floats.class),
    FP64(8, TensorData.Doubles.class),
    /** Byte strings of any length, each after a 4-byte length; in JSON they are UTF-8 text. */
    BYTES(4, TensorData.ByteStrings.class);

    private final int minimumBytes;
    private final Class<? extends TensorData> storage;

    Datatype(int minimumBytes, Class<? extends TensorData> storage) {
        this.minimumBytes = minimumBytes;
        this.storage = storage;
    }

    /** Bytes one element takes in binary form; for {@link #BYTES} the length prefix alone. */
    public int minimumBytes() {
        return minimumBytes;
    }

    /** Whether every element takes {@link #minimumBytes()} exactly. */
    public boolean isFixedSize() {
        return this != BYTES;
    }

    /** Whether values of this type are kept in {@code data}'s kind of array. */
    public boolean holds(TensorData data) {
        return storage.isInstance(data);
    }

    /** The type of that protocol name, such as {@code FP32}; names are case-sensitive. */
    public static Optional<Datatype> of(String name) {
        for (Datatype datatype : values()) {
            if (datatype.name().equals(name)) {
                return Optional.of(datatype);
            }
        }
        return Optional.empty();
    }
}
