package io.cuvette.data.hdf5;

import static org.bytedeco.hdf5.global.hdf5.H5T_C_S1_g;
import static org.bytedeco.hdf5.global.hdf5.H5T_IEEE_F32BE_g;
import static org.bytedeco.hdf5.global.hdf5.H5T_IEEE_F32LE_g;
import static org.bytedeco.hdf5.global.hdf5.H5T_IEEE_F64BE_g;
import static org.bytedeco.hdf5.global.hdf5.H5T_IEEE_F64LE_g;
import static org.bytedeco.hdf5.global.hdf5.H5T_STD_I16LE_g;
import static org.bytedeco.hdf5.global.hdf5.H5T_STD_I32LE_g;
import static org.bytedeco.hdf5.global.hdf5.H5T_STD_I64LE_g;
import static org.bytedeco.hdf5.global.hdf5.H5T_STD_I8LE_g;
import static org.bytedeco.hdf5.global.hdf5.H5T_STD_REF_OBJ_g;
import static org.bytedeco.hdf5.global.hdf5.H5T_STD_U16LE_g;
import static org.bytedeco.hdf5.global.hdf5.H5T_STD_U32LE_g;
import static org.bytedeco.hdf5.global.hdf5.H5T_STD_U64LE_g;
import static org.bytedeco.hdf5.global.hdf5.H5T_STD_U8LE_g;
import static org.bytedeco.hdf5.global.hdf5.H5T_VARIABLE;
import static org.bytedeco.hdf5.global.hdf5.H5Tclose;
import static org.bytedeco.hdf5.global.hdf5.H5Tcopy;
import static org.bytedeco.hdf5.global.hdf5.H5Tcreate;
import static org.bytedeco.hdf5.global.hdf5.H5Tenum_create;
import static org.bytedeco.hdf5.global.hdf5.H5Tenum_insert;
import static org.bytedeco.hdf5.global.hdf5.H5Tinsert;
import static org.bytedeco.hdf5.global.hdf5.H5Tset_cset;
import static org.bytedeco.hdf5.global.hdf5.H5Tset_ebias;
import static org.bytedeco.hdf5.global.hdf5.H5Tset_fields;
import static org.bytedeco.hdf5.global.hdf5.H5Tset_order;
import static org.bytedeco.hdf5.global.hdf5.H5Tset_size;
import static org.bytedeco.hdf5.global.hdf5.H5Tset_strpad;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.javacpp.BytePointer;

/** Types of the HDF Group's library; every one given out is closed by the caller. */
final class NativeTypes {

    /** From H5Tpublic.h. */
    private static final int ORDER_BIG_ENDIAN = 1;

    private static final int CHARSET_UTF8 = 1;
    private static final int CLASS_COMPOUND = 6;

    private NativeTypes() {}

    /** Bytes of a value as the library wants it in memory: strings are pointers there. */
    static int memorySize(Hdf5Type type) {
        if (type instanceof Hdf5Type.VariableText) {
            return Long.BYTES;
        }
        if (type instanceof Hdf5Type.Compound compound) {
            return compound.members().stream().mapToInt(m -> memorySize(m.type())).sum();
        }
        return type.size();
    }

    static long create(Hdf5Type type) throws IOException {
        if (type instanceof Hdf5Type.Int integer) {
            return create(integer);
        }
        if (type instanceof Hdf5Type.Real real) {
            return create(real);
        }
        if (type instanceof Hdf5Type.FixedText text) {
            long id = text(text.size(), text.utf8());
            check(H5Tset_strpad(id, padding(text.padding())));
            return id;
        }
        if (type instanceof Hdf5Type.VariableText text) {
            return text(H5T_VARIABLE, text.utf8());
        }
        if (type instanceof Hdf5Type.Enumeration enumeration) {
            return create(enumeration);
        }
        if (type instanceof Hdf5Type.Compound compound) {
            return create(compound);
        }
        if (type instanceof Hdf5Type.ObjectReference) {
            return check(H5Tcopy(H5T_STD_REF_OBJ_g()));
        }
        throw new IOException("this type cannot be written");
    }

    /** H5T_str_t of H5Tpublic.h. */
    private static int padding(Hdf5Type.Padding padding) {
        return switch (padding) {
            case NULL_TERMINATED -> 0;
            case NULL_PADDED -> 1;
            case SPACE_PADDED -> 2;
        };
    }

    private static long create(Hdf5Type.Int type) throws IOException {
        long base =
                switch (type.size()) {
                    case 1 -> type.signed() ? H5T_STD_I8LE_g() : H5T_STD_U8LE_g();
                    case 2 -> type.signed() ? H5T_STD_I16LE_g() : H5T_STD_U16LE_g();
                    case 4 -> type.signed() ? H5T_STD_I32LE_g() : H5T_STD_U32LE_g();
                    default -> type.signed() ? H5T_STD_I64LE_g() : H5T_STD_U64LE_g();
                };
        long id = check(H5Tcopy(base));
        if (type.order() == ByteOrder.BIG_ENDIAN && type.size() > 1) {
            check(H5Tset_order(id, ORDER_BIG_ENDIAN));
        }
        return id;
    }

    private static long create(Hdf5Type.Real type) throws IOException {
        boolean little = type.order() == ByteOrder.LITTLE_ENDIAN;
        if (type.size() == 8) {
            return check(H5Tcopy(little ? H5T_IEEE_F64LE_g() : H5T_IEEE_F64BE_g()));
        }
        long id = check(H5Tcopy(little ? H5T_IEEE_F32LE_g() : H5T_IEEE_F32BE_g()));
        if (type.size() == 2) {
            // IEEE 754 binary16: sign at 15, 5 bits of exponent at 10, 10 of fraction
            check(H5Tset_fields(id, 15, 10, 5, 0, 10));
            check(H5Tset_size(id, 2));
            check(H5Tset_ebias(id, 15));
        }
        return id;
    }

    private static long text(long size, boolean utf8) throws IOException {
        long id = check(H5Tcopy(H5T_C_S1_g()));
        check(H5Tset_size(id, size));
        check(H5Tset_cset(id, utf8 ? CHARSET_UTF8 : 0));
        return id;
    }

    private static long create(Hdf5Type.Enumeration type) throws IOException {
        long base = create(type.base());
        long id = check(H5Tenum_create(base));
        check(H5Tclose(base));
        for (Map.Entry<Long, String> member : new TreeMap<>(type.members()).entrySet()) {
            ByteBuffer value = ByteBuffer.allocate(8).order(type.base().order());
            switch (type.size()) {
                case 1 -> value.put((byte) (long) member.getKey());
                case 2 -> value.putShort((short) (long) member.getKey());
                case 4 -> value.putInt((int) (long) member.getKey());
                default -> value.putLong(member.getKey());
            }
            try (BytePointer name = NativeText.of(member.getValue());
                    BytePointer bytes = new BytePointer(value.array())) {
                check(H5Tenum_insert(id, name, bytes));
            }
        }
        return id;
    }

    private static long create(Hdf5Type.Compound type) throws IOException {
        long id = check(H5Tcreate(CLASS_COMPOUND, memorySize(type)));
        long offset = 0;
        for (Hdf5Type.Member member : type.members()) {
            long part = create(member.type());
            try (BytePointer name = NativeText.of(member.name())) {
                check(H5Tinsert(id, name, offset, part));
            }
            check(H5Tclose(part));
            offset += memorySize(member.type());
        }
        return id;
    }

    static long check(long status) throws IOException {
        if (status < 0) {
            throw new IOException("the HDF5 library refused a request");
        }
        return status;
    }
}
