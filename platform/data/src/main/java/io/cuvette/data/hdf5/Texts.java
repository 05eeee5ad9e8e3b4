package io.cuvette.data.hdf5;

import io.cuvette.data.finding.DataException;
import io.jhdf.exceptions.HdfException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Decodes strings. All are taken as UTF-8, of which ASCII is a part: files mark their encoding
 * wrongly more often than they use another one.
 */
final class Texts {

    private final Hdf5File file;
    private long budget;

    /** Decodes one dataset or attribute. */
    Texts(Hdf5File file) {
        this.file = file;
        this.budget = file.size();
    }

    /**
     * @param bytes {@code count} elements of a text type, from the buffer's position
     */
    String[] decode(Hdf5Type type, ByteBuffer bytes, int count) throws DataException {
        String[] values = new String[count];
        int[] next = {0};
        decode(type, bytes, count, value -> values[next[0]++] = value);
        return values;
    }

    /** As {@link #decode(Hdf5Type, ByteBuffer, int)}, one value after the other. */
    void decode(Hdf5Type type, ByteBuffer bytes, int count, TextSink action) throws DataException {
        String previous = "";
        for (int i = 0; i < count; i++) {
            int at = bytes.position() + i * type.size();
            String value =
                    type instanceof Hdf5Type.FixedText fixed
                            ? fixed(fixed, bytes, at)
                            : variable(type.size(), bytes, at);
            if (type instanceof Hdf5Type.VariableText) {
                // strings lie in the file uncompressed: more text than file means that the same
                // bytes are referred to again and again
                budget -= value.length();
                if (budget < 0) {
                    throw new HdfException("strings refer to the same bytes too often");
                }
            }
            if (!value.equals(previous)) {
                previous = value;
            }
            action.accept(previous);
        }
    }

    private static String fixed(Hdf5Type.FixedText type, ByteBuffer bytes, int at) {
        int length = 0;
        while (length < type.size() && bytes.get(at + length) != 0) {
            length++;
        }
        if (type.padding() == Hdf5Type.Padding.SPACE_PADDED) {
            while (length > 0 && bytes.get(at + length - 1) == ' ') {
                length--;
            }
        }
        byte[] text = new byte[length];
        bytes.get(at, text);
        return new String(text, StandardCharsets.UTF_8);
    }

    /** Length (4), address of the heap, index of the object (4). */
    private String variable(int size, ByteBuffer bytes, int at) {
        ByteBuffer element = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        int width = file.storage().getSizeOfOffsets();
        if (size != width + 8) {
            throw new HdfException("strings of variable length have an unusual size");
        }
        int length = element.getInt(at);
        element.position(at + 4);
        long address = GroupLinks.unsigned(element, width);
        int index = element.getInt();
        if (index == 0 || length == 0) {
            return "";
        }
        ByteBuffer text = file.heaps().object(address, index);
        if (length < 0 || length > text.remaining()) {
            throw new HdfException("a string is longer than its place in the heap");
        }
        // C strings may carry their terminator
        while (length > 0 && text.get(text.position() + length - 1) == 0) {
            length--;
        }
        byte[] characters = new byte[length];
        text.get(text.position(), characters);
        return new String(characters, StandardCharsets.UTF_8);
    }
}
