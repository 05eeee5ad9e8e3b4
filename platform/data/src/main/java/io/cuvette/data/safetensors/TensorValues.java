package io.cuvette.data.safetensors;

import io.cuvette.data.HalfPrecision;
import java.nio.ByteBuffer;

/** Decoding of little-endian chunks into Java arrays, widening where nothing is lost. */
final class TensorValues {

    private TensorValues() {}

    static boolean isFloat(TensorType type) {
        return type == TensorType.F32 || type == TensorType.F16 || type == TensorType.BF16;
    }

    static boolean isInteger(TensorType type) {
        return switch (type) {
            case I64, I32, I16, I8, U8 -> true;
            case F64, F32, F16, BF16, BOOL -> false;
        };
    }

    static void floats(TensorType type, ByteBuffer chunk, float[] target, int from) {
        int next = from;
        switch (type) {
            case F32 -> chunk.asFloatBuffer().get(target, from, chunk.remaining() / 4);
            case F16 -> {
                while (chunk.hasRemaining()) {
                    target[next++] = HalfPrecision.toFloat(chunk.getShort());
                }
            }
            case BF16 -> {
                while (chunk.hasRemaining()) {
                    target[next++] = Float.intBitsToFloat(chunk.getShort() << 16);
                }
            }
            case F64, I64, I32, I16, I8, U8, BOOL -> throw new IllegalArgumentException("" + type);
        }
    }

    static void doubles(TensorType type, ByteBuffer chunk, double[] target, int from) {
        if (type == TensorType.F64) {
            chunk.asDoubleBuffer().get(target, from, chunk.remaining() / 8);
            return;
        }
        float[] floats = new float[chunk.remaining() / type.bytes()];
        floats(type, chunk, floats, 0);
        for (int i = 0; i < floats.length; i++) {
            target[from + i] = floats[i];
        }
    }

    static void longs(TensorType type, ByteBuffer chunk, long[] target, int from) {
        if (type == TensorType.I64) {
            chunk.asLongBuffer().get(target, from, chunk.remaining() / 8);
            return;
        }
        int[] ints = new int[chunk.remaining() / type.bytes()];
        ints(type, chunk, ints, 0);
        for (int i = 0; i < ints.length; i++) {
            target[from + i] = ints[i];
        }
    }

    static void ints(TensorType type, ByteBuffer chunk, int[] target, int from) {
        int next = from;
        switch (type) {
            case I32 -> chunk.asIntBuffer().get(target, from, chunk.remaining() / 4);
            case I16 -> {
                while (chunk.hasRemaining()) {
                    target[next++] = chunk.getShort();
                }
            }
            case I8 -> {
                while (chunk.hasRemaining()) {
                    target[next++] = chunk.get();
                }
            }
            case U8 -> {
                while (chunk.hasRemaining()) {
                    target[next++] = Byte.toUnsignedInt(chunk.get());
                }
            }
            case F64, F32, F16, BF16, I64, BOOL -> throw new IllegalArgumentException("" + type);
        }
    }
}
