package io.cuvette.data.hdf5;

import io.cuvette.data.finding.DataException;
import io.jhdf.object.message.AttributeMessage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/** A small named value of a node, held whole. */
public final class Hdf5Attribute {

    private final Hdf5File file;
    private final String path;
    private final String name;
    private final Hdf5Type type;
    private final long[] dimensions;
    private final boolean nullSpace;
    private final byte[] raw;

    private Hdf5Attribute(
            Hdf5File file,
            String path,
            String name,
            Hdf5Type type,
            long[] dimensions,
            boolean nullSpace,
            byte[] raw) {
        this.file = file;
        this.path = path;
        this.name = name;
        this.type = type;
        this.dimensions = dimensions;
        this.nullSpace = nullSpace;
        this.raw = raw;
    }

    static Hdf5Attribute of(Hdf5File file, String path, String name, AttributeMessage message) {
        ByteBuffer buffer = message.getDataBuffer();
        byte[] raw = new byte[buffer == null ? 0 : buffer.remaining()];
        if (buffer != null) {
            buffer.get(raw);
        }
        return new Hdf5Attribute(
                file,
                path,
                name,
                Hdf5Type.of(message.getDataType()),
                message.getDataSpace().getDimensionsAsLong(),
                message.getDataSpace().getType() == Hdf5Dataset.NULL_SPACE,
                raw);
    }

    public String name() {
        return name;
    }

    public Hdf5Type type() {
        return type;
    }

    /** Empty for a scalar. */
    public long[] dimensions() {
        return dimensions.clone();
    }

    /** Whether it has a type but no value. */
    public boolean isNull() {
        return nullSpace;
    }

    /** The value as it lies in the file. */
    public ByteBuffer bytes() {
        return ByteBuffer.wrap(raw).asReadOnlyBuffer();
    }

    public int count() {
        return type.size() == 0 ? 0 : raw.length / type.size();
    }

    public List<String> texts() throws DataException {
        if (raw.length == 0) {
            return List.of();
        }
        if (!type.isText()) {
            throw Hdf5File.corrupt(path, "Attribute '%s' is not text.".formatted(name));
        }
        return Arrays.asList(
                Hdf5File.guard(
                        path, () -> new Texts(file).decode(type, ByteBuffer.wrap(raw), count())));
    }

    public long[] integers() throws DataException {
        if (!(type instanceof Hdf5Type.Int)) {
            throw Hdf5File.corrupt(path, "Attribute '%s' is not of integers.".formatted(name));
        }
        long[] values = new long[count()];
        Numbers.longs(type, ByteBuffer.wrap(raw), values, 0, values.length);
        return values;
    }

    /** A single truth value: the enumeration of h5py, an integer, or a bit field. */
    public boolean truth() throws DataException {
        if (count() != 1
                || !(type instanceof Hdf5Type.Enumeration || type instanceof Hdf5Type.Int)) {
            throw Hdf5File.corrupt(path, "Attribute '%s' is not a truth value.".formatted(name));
        }
        return raw[0] != 0 || raw[raw.length - 1] != 0;
    }

    /** The address that an object reference holds. */
    public OptionalLong reference() {
        return type instanceof Hdf5Type.ObjectReference && count() == 1
                ? OptionalLong.of(ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN).getLong())
                : OptionalLong.empty();
    }
}
