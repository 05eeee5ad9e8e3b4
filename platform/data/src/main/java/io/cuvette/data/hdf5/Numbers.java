package io.cuvette.data.hdf5;

import io.cuvette.data.HalfPrecision;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Converts stored numbers; the buffer is read from its position and left where it was. */
final class Numbers {

    private Numbers() {}

    private static ByteBuffer ordered(Hdf5Type type, ByteBuffer bytes) {
        ByteOrder order =
                type instanceof Hdf5Type.Int integer
                        ? integer.order()
                        : type instanceof Hdf5Type.Real real
                                ? real.order()
                                : ((Hdf5Type.Enumeration) type).base().order();
        return bytes.slice().order(order);
    }

    static void floats(Hdf5Type type, ByteBuffer bytes, float[] out, int offset, int count) {
        if (type instanceof Hdf5Type.Real && type.size() == 4) {
            ordered(type, bytes).asFloatBuffer().get(out, offset, count);
            return;
        }
        double[] wide = new double[Math.min(count, 1 << 14)];
        for (int done = 0; done < count; done += wide.length) {
            int n = Math.min(wide.length, count - done);
            ByteBuffer part = bytes.duplicate();
            part.position(bytes.position() + done * type.size());
            doubles(type, part, wide, 0, n);
            for (int i = 0; i < n; i++) {
                out[offset + done + i] = (float) wide[i];
            }
        }
    }

    static void doubles(Hdf5Type type, ByteBuffer bytes, double[] out, int offset, int count) {
        ByteBuffer in = ordered(type, bytes);
        if (type instanceof Hdf5Type.Real) {
            switch (type.size()) {
                case 8 -> in.asDoubleBuffer().get(out, offset, count);
                case 4 -> {
                    for (int i = 0; i < count; i++) {
                        out[offset + i] = in.getFloat(4 * i);
                    }
                }
                default -> {
                    for (int i = 0; i < count; i++) {
                        out[offset + i] = HalfPrecision.toFloat(in.getShort(2 * i));
                    }
                }
            }
            return;
        }
        boolean unsigned64 = type instanceof Hdf5Type.Int whole && !whole.signed();
        long[] integers = new long[Math.min(count, 1 << 14)];
        for (int done = 0; done < count; done += integers.length) {
            int n = Math.min(integers.length, count - done);
            ByteBuffer part = bytes.duplicate();
            part.position(bytes.position() + done * type.size());
            longs(type, part, integers, 0, n);
            for (int i = 0; i < n; i++) {
                double value = integers[i];
                out[offset + done + i] = unsigned64 && value < 0 ? value + 0x1p64 : value;
            }
        }
    }

    /** Integers and enumerations; unsigned 64-bit values above 2^63 come out negative. */
    static void longs(Hdf5Type type, ByteBuffer bytes, long[] out, int offset, int count) {
        Hdf5Type.Int integer =
                type instanceof Hdf5Type.Enumeration e ? e.base() : (Hdf5Type.Int) type;
        ByteBuffer in = ordered(integer, bytes);
        boolean signed = integer.signed();
        switch (integer.size()) {
            case 8 -> in.asLongBuffer().get(out, offset, count);
            case 4 -> {
                for (int i = 0; i < count; i++) {
                    int v = in.getInt(4 * i);
                    out[offset + i] = signed ? v : Integer.toUnsignedLong(v);
                }
            }
            case 2 -> {
                for (int i = 0; i < count; i++) {
                    short v = in.getShort(2 * i);
                    out[offset + i] = signed ? v : Short.toUnsignedLong(v);
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    byte v = in.get(i);
                    out[offset + i] = signed ? v : Byte.toUnsignedLong(v);
                }
            }
        }
    }
}
