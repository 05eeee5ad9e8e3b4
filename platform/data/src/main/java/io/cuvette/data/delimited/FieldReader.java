package io.cuvette.data.delimited;

import io.cuvette.data.assembly.DecimalParser;
import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.FindingCode;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Splits a table into fields, one at a time, without a String for each: commons-csv makes one,
 * which for a matrix of 28,000 x 274 is most of the time.
 *
 * <p>RFC 4180 with any delimiter: quoted fields may hold delimiters, line ends and doubled quotes.
 * Lines end with LF, CRLF or CR; empty lines are skipped. A field has a length limit, a line needs
 * none: it is never held.
 */
public final class FieldReader implements Closeable {

    /** Longest field in bytes; names and numbers are far shorter. */
    public static final int LONGEST_FIELD = 1 << 16;

    private static final int QUOTE = '"';
    private static final int END = -1;

    private final InputStream in;
    private final int delimiter;
    private final byte[] buffer = new byte[1 << 16];
    private int position;
    private int limit;
    private byte[] field = new byte[256];
    private int length;
    private boolean endsRecord = true;
    private boolean quoted;
    private long line = 1;
    private long fieldLine = 1;

    public FieldReader(InputStream in, char delimiter) {
        this.in = in;
        this.delimiter = delimiter;
    }

    /**
     * Goes to the next field.
     *
     * @return false at the end of the table
     * @throws DataException CORRUPT for a quote that is not closed or followed by text, TOO_LARGE
     *     for a field beyond the limit
     */
    public boolean next() throws IOException {
        int c = read();
        if (endsRecord) {
            while (c == '\n' || c == '\r') {
                c = afterLineEnd(c);
            }
            if (c == END) {
                return false;
            }
        }
        length = 0;
        fieldLine = line;
        quoted = c == QUOTE;
        c = quoted ? readQuoted() : readPlain(c);
        if (c == delimiter) {
            endsRecord = false;
        } else {
            endsRecord = true;
            if (c == '\r' || c == '\n') {
                unreadAfterLineEnd(c);
            }
        }
        return true;
    }

    private int readPlain(int first) throws IOException {
        int c = first;
        while (c != delimiter && c != '\n' && c != '\r' && c != END) {
            append(c);
            c = read();
        }
        return c;
    }

    /** The first quote is read; returns what follows the last one. */
    private int readQuoted() throws IOException {
        while (true) {
            int c = read();
            if (c == END) {
                throw corrupt("A quote is opened and never closed.");
            }
            if (c == QUOTE) {
                c = read();
                if (c == delimiter || c == '\n' || c == '\r' || c == END) {
                    return c;
                }
                if (c != QUOTE) {
                    throw corrupt("Text follows a closing quote.");
                }
            } else if (c == '\n') {
                line++;
            }
            append(c);
        }
    }

    /** Consumes a line end; returns the character behind it. */
    private int afterLineEnd(int c) throws IOException {
        line++;
        int next = read();
        return c == '\r' && next == '\n' ? read() : next;
    }

    private void unreadAfterLineEnd(int c) throws IOException {
        if (afterLineEnd(c) != END) {
            position--;
        }
    }

    private int read() throws IOException {
        if (position == limit) {
            limit = Math.max(in.read(buffer, 0, buffer.length), 0);
            position = 0;
            if (limit == 0) {
                return END;
            }
        }
        return buffer[position++] & 0xff;
    }

    private void append(int c) throws DataException {
        if (length == field.length) {
            if (length >= LONGEST_FIELD) {
                throw new DataException(
                        FindingCode.TOO_LARGE,
                        "line " + fieldLine,
                        "A field is longer than %d bytes; is the delimiter comma or tab?"
                                .formatted(LONGEST_FIELD));
            }
            field = Arrays.copyOf(field, Math.min(2 * length, LONGEST_FIELD));
        }
        field[length++] = (byte) c;
    }

    private DataException corrupt(String message) {
        return new DataException(FindingCode.CORRUPT, "line " + fieldLine, message);
    }

    /** Whether the present field is the last of its line; true before the first field. */
    public boolean endsRecord() {
        return endsRecord;
    }

    public boolean isQuoted() {
        return quoted;
    }

    /** Line on which the present field starts, from 1. */
    public long line() {
        return fieldLine;
    }

    /** The present field, as UTF-8. */
    public String text() {
        return new String(field, 0, length, StandardCharsets.UTF_8);
    }

    /** Length of the present field in bytes. */
    public int length() {
        return length;
    }

    /** The present field as a number; NaN when it is none. Blanks around it do not matter. */
    public double number() {
        int from = 0;
        int to = length;
        while (from < to && field[from] == ' ') {
            from++;
        }
        while (to > from && field[to - 1] == ' ') {
            to--;
        }
        return DecimalParser.parse(field, from, to);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
