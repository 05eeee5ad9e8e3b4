package io.cuvette.service.inference.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import io.cuvette.service.inference.Datatype;
import io.cuvette.service.inference.Tensor;
import io.cuvette.service.inference.TensorData;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Writes a tensor's elements as JSON scalars that read back as the same values. */
final class JsonElements {

    private JsonElements() {}

    static void write(JsonGenerator out, Tensor tensor) throws IOException {
        TensorData data = tensor.data();
        if (data instanceof TensorData.Booleans booleans) {
            for (boolean value : booleans.values()) {
                out.writeBoolean(value);
            }
        } else if (data instanceof TensorData.Int8s bytes) {
            boolean unsigned = tensor.datatype() == Datatype.UINT8;
            for (byte value : bytes.values()) {
                out.writeNumber(unsigned ? Byte.toUnsignedInt(value) : value);
            }
        } else if (data instanceof TensorData.Int16s shorts) {
            boolean unsigned = tensor.datatype() == Datatype.UINT16;
            for (short value : shorts.values()) {
                out.writeNumber(unsigned ? Short.toUnsignedInt(value) : value);
            }
        } else if (data instanceof TensorData.Int32s ints) {
            boolean unsigned = tensor.datatype() == Datatype.UINT32;
            for (int value : ints.values()) {
                out.writeNumber(unsigned ? Integer.toUnsignedLong(value) : value);
            }
        } else if (data instanceof TensorData.Int64s longs) {
            writeLongs(out, longs.values(), tensor.datatype() == Datatype.UINT64);
        } else if (data instanceof TensorData.Floats floats) {
            for (float value : floats.values()) {
                out.writeNumber(value);
            }
        } else if (data instanceof TensorData.Doubles doubles) {
            for (double value : doubles.values()) {
                out.writeNumber(value);
            }
        } else if (data instanceof TensorData.ByteStrings strings) {
            writeText(out, tensor, strings.values());
        }
    }

    private static void writeLongs(JsonGenerator out, long[] values, boolean unsigned)
            throws IOException {
        for (long value : values) {
            if (unsigned && value < 0) {
                out.writeNumber(Long.toUnsignedString(value));
            } else {
                out.writeNumber(value);
            }
        }
    }

    private static void writeText(JsonGenerator out, Tensor tensor, byte[][] values)
            throws IOException {
        for (byte[] value : values) {
            String text;
            try {
                text =
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .decode(ByteBuffer.wrap(value))
                                .toString();
            } catch (CharacterCodingException e) {
                throw AnswerEncoder.onlyBinary(tensor, "it holds bytes that are not UTF-8 text");
            }
            out.writeString(text);
        }
    }
}
