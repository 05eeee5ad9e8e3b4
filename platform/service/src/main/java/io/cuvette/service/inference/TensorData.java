package io.cuvette.service.inference;

import java.util.Arrays;

/**
 * The elements of a tensor in a primitive array, row major. Arrays are shared, not copied: nobody
 * writes to them once the tensor is made. Two are equal when their elements are (NaN equals NaN,
 * 0.0 does not equal -0.0).
 */
public sealed interface TensorData {

    /** Number of elements. */
    int length();

    /**
     * @param values values of BOOL
     */
    record Booleans(boolean[] values) implements TensorData {
        @Override
        public int length() {
            return values.length;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Booleans that && Arrays.equals(values, that.values);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(values);
        }

        @Override
        public String toString() {
            return "Booleans[" + values.length + "]";
        }
    }

    /**
     * @param values values of INT8, or the bits of UINT8
     */
    record Int8s(byte[] values) implements TensorData {
        @Override
        public int length() {
            return values.length;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Int8s that && Arrays.equals(values, that.values);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(values);
        }

        @Override
        public String toString() {
            return "Int8s[" + values.length + "]";
        }
    }

    /**
     * @param values values of INT16, or the bits of UINT16 or FP16
     */
    record Int16s(short[] values) implements TensorData {
        @Override
        public int length() {
            return values.length;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Int16s that && Arrays.equals(values, that.values);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(values);
        }

        @Override
        public String toString() {
            return "Int16s[" + values.length + "]";
        }
    }

    /**
     * @param values values of INT32, or the bits of UINT32
     */
    record Int32s(int[] values) implements TensorData {
        @Override
        public int length() {
            return values.length;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Int32s that && Arrays.equals(values, that.values);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(values);
        }

        @Override
        public String toString() {
            return "Int32s[" + values.length + "]";
        }
    }

    /**
     * @param values values of INT64, or the bits of UINT64
     */
    record Int64s(long[] values) implements TensorData {
        @Override
        public int length() {
            return values.length;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Int64s that && Arrays.equals(values, that.values);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(values);
        }

        @Override
        public String toString() {
            return "Int64s[" + values.length + "]";
        }
    }

    /**
     * @param values values of FP32
     */
    record Floats(float[] values) implements TensorData {
        @Override
        public int length() {
            return values.length;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Floats that && Arrays.equals(values, that.values);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(values);
        }

        @Override
        public String toString() {
            return "Floats[" + values.length + "]";
        }
    }

    /**
     * @param values values of FP64
     */
    record Doubles(double[] values) implements TensorData {
        @Override
        public int length() {
            return values.length;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Doubles that && Arrays.equals(values, that.values);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(values);
        }

        @Override
        public String toString() {
            return "Doubles[" + values.length + "]";
        }
    }

    /**
     * @param values values of BYTES
     */
    record ByteStrings(byte[][] values) implements TensorData {
        @Override
        public int length() {
            return values.length;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof ByteStrings that && Arrays.deepEquals(values, that.values);
        }

        @Override
        public int hashCode() {
            return Arrays.deepHashCode(values);
        }

        @Override
        public String toString() {
            return "ByteStrings[" + values.length + "]";
        }
    }
}
