package io.cuvette.service.inference.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.cuvette.service.inference.Datatype;
import io.cuvette.service.inference.TensorData;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** An {@link ElementSink} for each kind of array. */
final class ElementSinks {

    private static final int MAX_UINT8 = 0xff;
    private static final int MAX_UINT16 = 0xffff;
    private static final long MAX_UINT32 = 0xffff_ffffL;

    private ElementSinks() {}

    /** A sink for {@code expected} elements of a datatype that JSON can carry. */
    static ElementSink of(String name, Datatype datatype, int expected) {
        return switch (datatype) {
            case BOOL -> new BooleanSink(name, datatype, expected);
            case INT8 -> new Int8Sink(name, datatype, expected, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case UINT8 -> new Int8Sink(name, datatype, expected, 0, MAX_UINT8);
            case INT16 -> new Int16Sink(name, datatype, expected, Short.MIN_VALUE, Short.MAX_VALUE);
            case UINT16 -> new Int16Sink(name, datatype, expected, 0, MAX_UINT16);
            case INT32 ->
                    new Int32Sink(name, datatype, expected, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case UINT32 -> new Int32Sink(name, datatype, expected, 0, MAX_UINT32);
            case INT64, UINT64 -> new Int64Sink(name, datatype, expected);
            case FP32 -> new FloatSink(name, datatype, expected);
            case FP64 -> new DoubleSink(name, datatype, expected);
            case BYTES -> new ByteStringSink(name, datatype, expected);
            case FP16 -> throw new IllegalArgumentException("FP16 has no JSON form");
        };
    }

    private static final class BooleanSink extends ElementSink {
        private boolean[] values = new boolean[initialCapacity()];

        BooleanSink(String name, Datatype datatype, int expected) {
            super(name, datatype, expected);
        }

        @Override
        void add(JsonParser parser) throws IOException {
            if (size == values.length) {
                values = Arrays.copyOf(values, grown(size));
            }
            JsonToken token = parser.currentToken();
            if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
                throw wrong(parser, "is not true or false");
            }
            values[size++] = token == JsonToken.VALUE_TRUE;
        }

        @Override
        TensorData finish() {
            return new TensorData.Booleans(values);
        }
    }

    private static final class Int8Sink extends ElementSink {
        private final long minimum;
        private final long maximum;
        private byte[] values = new byte[initialCapacity()];

        Int8Sink(String name, Datatype datatype, int expected, long minimum, long maximum) {
            super(name, datatype, expected);
            this.minimum = minimum;
            this.maximum = maximum;
        }

        @Override
        void add(JsonParser parser) throws IOException {
            if (size == values.length) {
                values = Arrays.copyOf(values, grown(size));
            }
            values[size] = (byte) integer(parser, minimum, maximum);
            size++;
        }

        @Override
        TensorData finish() {
            return new TensorData.Int8s(values);
        }
    }

    private static final class Int16Sink extends ElementSink {
        private final long minimum;
        private final long maximum;
        private short[] values = new short[initialCapacity()];

        Int16Sink(String name, Datatype datatype, int expected, long minimum, long maximum) {
            super(name, datatype, expected);
            this.minimum = minimum;
            this.maximum = maximum;
        }

        @Override
        void add(JsonParser parser) throws IOException {
            if (size == values.length) {
                values = Arrays.copyOf(values, grown(size));
            }
            values[size] = (short) integer(parser, minimum, maximum);
            size++;
        }

        @Override
        TensorData finish() {
            return new TensorData.Int16s(values);
        }
    }

    private static final class Int32Sink extends ElementSink {
        private final long minimum;
        private final long maximum;
        private int[] values = new int[initialCapacity()];

        Int32Sink(String name, Datatype datatype, int expected, long minimum, long maximum) {
            super(name, datatype, expected);
            this.minimum = minimum;
            this.maximum = maximum;
        }

        @Override
        void add(JsonParser parser) throws IOException {
            if (size == values.length) {
                values = Arrays.copyOf(values, grown(size));
            }
            values[size] = (int) integer(parser, minimum, maximum);
            size++;
        }

        @Override
        TensorData finish() {
            return new TensorData.Int32s(values);
        }
    }

    private static final class Int64Sink extends ElementSink {
        private final boolean unsigned;
        private long[] values = new long[initialCapacity()];

        Int64Sink(String name, Datatype datatype, int expected) {
            super(name, datatype, expected);
            this.unsigned = datatype == Datatype.UINT64;
        }

        @Override
        void add(JsonParser parser) throws IOException {
            if (size == values.length) {
                values = Arrays.copyOf(values, grown(size));
            }
            values[size] =
                    unsigned
                            ? unsignedInteger(parser)
                            : integer(parser, Long.MIN_VALUE, Long.MAX_VALUE);
            size++;
        }

        private long unsignedInteger(JsonParser parser) throws IOException {
            boolean isBig =
                    parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                            && parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER;
            if (!isBig) {
                return integer(parser, 0, Long.MAX_VALUE);
            }
            BigInteger value = parser.getBigIntegerValue();
            if (value.signum() < 0 || value.bitLength() > Long.SIZE) {
                throw outOfRange(parser);
            }
            return value.longValue();
        }

        @Override
        TensorData finish() {
            return new TensorData.Int64s(values);
        }
    }

    private static final class FloatSink extends ElementSink {
        private float[] values = new float[initialCapacity()];

        FloatSink(String name, Datatype datatype, int expected) {
            super(name, datatype, expected);
        }

        @Override
        void add(JsonParser parser) throws IOException {
            if (size == values.length) {
                values = Arrays.copyOf(values, grown(size));
            }
            requireNumber(parser);
            float value = parser.getFloatValue();
            if (!Float.isFinite(value)) {
                throw outOfRange(parser);
            }
            values[size++] = value;
        }

        @Override
        TensorData finish() {
            return new TensorData.Floats(values);
        }
    }

    private static final class DoubleSink extends ElementSink {
        private double[] values = new double[initialCapacity()];

        DoubleSink(String name, Datatype datatype, int expected) {
            super(name, datatype, expected);
        }

        @Override
        void add(JsonParser parser) throws IOException {
            if (size == values.length) {
                values = Arrays.copyOf(values, grown(size));
            }
            requireNumber(parser);
            double value = parser.getDoubleValue();
            if (!Double.isFinite(value)) {
                throw outOfRange(parser);
            }
            values[size++] = value;
        }

        @Override
        TensorData finish() {
            return new TensorData.Doubles(values);
        }
    }

    private static final class ByteStringSink extends ElementSink {
        private byte[][] values = new byte[initialCapacity()][];

        ByteStringSink(String name, Datatype datatype, int expected) {
            super(name, datatype, expected);
        }

        @Override
        void add(JsonParser parser) throws IOException {
            if (size == values.length) {
                values = Arrays.copyOf(values, grown(size));
            }
            if (parser.currentToken() != JsonToken.VALUE_STRING) {
                throw wrong(parser, "is not a string");
            }
            values[size] = utf8(parser);
            size++;
        }

        /** Strict: half of a surrogate pair, which only an escape can give, has no bytes. */
        private byte[] utf8(JsonParser parser) throws IOException {
            try {
                ByteBuffer encoded =
                        StandardCharsets.UTF_8
                                .newEncoder()
                                .encode(CharBuffer.wrap(parser.getText()));
                byte[] bytes = new byte[encoded.remaining()];
                encoded.get(bytes);
                return bytes;
            } catch (CharacterCodingException e) {
                throw wrong(parser, "has an unpaired surrogate");
            }
        }

        @Override
        TensorData finish() {
            return new TensorData.ByteStrings(values);
        }
    }
}
