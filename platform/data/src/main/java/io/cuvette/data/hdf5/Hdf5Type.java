package io.cuvette.data.hdf5;

import io.jhdf.object.datatype.BitField;
import io.jhdf.object.datatype.CompoundDataType;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.EnumDataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import io.jhdf.object.datatype.StringData;
import io.jhdf.object.datatype.VariableLength;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Type of the elements of a dataset or attribute; sizes are bytes in the file. */
public sealed interface Hdf5Type {

    int size();

    /** Integers of 1, 2, 4 or 8 bytes. */
    record Int(int size, boolean signed, ByteOrder order) implements Hdf5Type {}

    /** IEEE floating point of 2, 4 or 8 bytes. */
    record Real(int size, ByteOrder order) implements Hdf5Type {}

    enum Padding {
        NULL_TERMINATED,
        NULL_PADDED,
        SPACE_PADDED
    }

    record FixedText(int size, Padding padding, boolean utf8) implements Hdf5Type {}

    /** Strings of any length, stored in global heaps. */
    record VariableText(int size, boolean utf8) implements Hdf5Type {}

    /** Named integers; h5py stores booleans as {@code FALSE = 0, TRUE = 1}. */
    record Enumeration(Int base, Map<Long, String> members) implements Hdf5Type {
        public Enumeration {
            members = Map.copyOf(members);
        }

        @Override
        public int size() {
            return base.size();
        }

        public boolean isBoolean() {
            return members.size() == 2
                    && "FALSE".equals(members.get(0L))
                    && "TRUE".equals(members.get(1L));
        }
    }

    record Member(String name, int offset, Hdf5Type type) {}

    record Compound(int size, List<Member> members) implements Hdf5Type {
        public Compound {
            members = List.copyOf(members);
        }
    }

    /** Address of another object of the same file. */
    record ObjectReference(int size) implements Hdf5Type {}

    /** A type that we do not read. */
    record Unsupported(int size, String description) implements Hdf5Type {}

    default boolean isText() {
        return this instanceof FixedText || this instanceof VariableText;
    }

    default boolean isNumeric() {
        return this instanceof Int || this instanceof Real;
    }

    static Hdf5Type of(DataType type) {
        if (type instanceof FixedPoint integer) {
            return isPowerOfTwo(integer.getSize(), 8)
                    ? new Int(integer.getSize(), integer.isSigned(), integer.getByteOrder())
                    : new Unsupported(type.getSize(), "integer of unusual size");
        }
        if (type instanceof BitField bits && isPowerOfTwo(bits.getSize(), 8)) {
            return new Int(bits.getSize(), false, bits.getByteOrder());
        }
        if (type instanceof FloatingPoint real) {
            return real.getSize() > 1 && isPowerOfTwo(real.getSize(), 8)
                    ? new Real(real.getSize(), real.getByteOrder())
                    : new Unsupported(type.getSize(), "floating point of unusual size");
        }
        if (type instanceof StringData text) {
            return new FixedText(
                    text.getSize(),
                    switch (text.getPaddingType()) {
                        case NULL_TERMINATED -> Padding.NULL_TERMINATED;
                        case NULL_PADDED -> Padding.NULL_PADDED;
                        case SPACE_PADDED -> Padding.SPACE_PADDED;
                    },
                    text.getCharset().equals(StandardCharsets.UTF_8));
        }
        if (type instanceof VariableLength variable) {
            return variable.isVariableLengthString()
                    ? new VariableText(
                            variable.getSize(),
                            variable.getEncoding().equals(StandardCharsets.UTF_8))
                    : new Unsupported(type.getSize(), "sequences of variable length");
        }
        if (type instanceof EnumDataType enumeration
                && of(enumeration.getBaseType()) instanceof Int base) {
            Map<Long, String> members = new LinkedHashMap<>();
            enumeration
                    .getEnumMapping()
                    .forEach((value, name) -> members.put(value.longValue(), name));
            return new Enumeration(base, members);
        }
        if (type instanceof CompoundDataType compound) {
            return new Compound(
                    compound.getSize(),
                    compound.getMembers().stream()
                            .map(m -> new Member(m.getName(), m.getOffset(), of(m.getDataType())))
                            .toList());
        }
        if (type instanceof io.jhdf.object.datatype.Reference reference
                && reference.getSize() == Long.BYTES) {
            return new ObjectReference(reference.getSize());
        }
        return new Unsupported(type.getSize(), "class " + type.getDataClass());
    }

    private static boolean isPowerOfTwo(int size, int largest) {
        return size >= 1 && size <= largest && Integer.bitCount(size) == 1;
    }
}
