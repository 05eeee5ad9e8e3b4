package io.cuvette.reactormodel.runs.parquet;

import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.FindingCode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A stretch of bytes that is read from its beginning and never beyond its end. */
final class Bytes {
    private final ByteBuffer buffer;
    private final String column;

    /**
     * @param column they are of, for messages
     */
    Bytes(byte[] array, int from, int length, String column) {
        this.buffer = ByteBuffer.wrap(array, from, length).slice().order(ByteOrder.LITTLE_ENDIAN);
        this.column = column;
    }

    private Bytes(ByteBuffer buffer, String column) {
        this.buffer = buffer;
        this.column = column;
    }

    int remaining() {
        return buffer.remaining();
    }

    /** The next bytes as a stretch of their own. */
    Bytes take(int length) throws DataException {
        require(length);
        ByteBuffer part = buffer.slice(buffer.position(), length).order(ByteOrder.LITTLE_ENDIAN);
        buffer.position(buffer.position() + length);
        return new Bytes(part, column);
    }

    byte[] toArray() {
        byte[] all = new byte[buffer.remaining()];
        buffer.get(all);
        return all;
    }

    int unsigned() throws DataException {
        require(1);
        return buffer.get() & 0xff;
    }

    int int32() throws DataException {
        require(Integer.BYTES);
        return buffer.getInt();
    }

    long int64() throws DataException {
        require(Long.BYTES);
        return buffer.getLong();
    }

    float float32() throws DataException {
        require(Float.BYTES);
        return buffer.getFloat();
    }

    double float64() throws DataException {
        require(Double.BYTES);
        return buffer.getDouble();
    }

    String text(int mostCharacters) throws DataException {
        int length = int32();
        if (length > 4L * mostCharacters) {
            throw tooLong(mostCharacters);
        }
        require(length);
        byte[] text = new byte[length];
        buffer.get(text);
        String decoded = new String(text, StandardCharsets.UTF_8);
        if (decoded.length() > mostCharacters) {
            throw tooLong(mostCharacters);
        }
        return decoded;
    }

    private DataException tooLong(int mostCharacters) {
        return new DataException(
                FindingCode.TOO_LARGE,
                column,
                "The column %s has a text of more than %d characters."
                        .formatted(column, mostCharacters));
    }

    /** A number of seven bits a byte, lowest first, below 2^32. */
    long varint() throws DataException {
        long value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int b = unsigned();
            value |= (long) (b & 0x7f) << shift;
            if (b < 0x80) {
                return value & 0xffff_ffffL;
            }
        }
        throw corrupt("a length without end");
    }

    private void require(int length) throws DataException {
        if (length < 0 || length > buffer.remaining()) {
            throw corrupt("%d bytes where %d are left".formatted(length, buffer.remaining()));
        }
    }

    DataException corrupt(String what) {
        return new DataException(
                FindingCode.CORRUPT,
                column,
                "The Parquet file is damaged in column %s: %s. Write it again."
                        .formatted(column, what));
    }
}
