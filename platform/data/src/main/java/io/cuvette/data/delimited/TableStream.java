package io.cuvette.data.delimited;

import io.cuvette.data.ReadLimits;
import io.cuvette.data.archive.ExpandedStreams;
import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.FindingCode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Opens a table: takes off gzip and a byte-order mark, and finds the delimiter. */
public final class TableStream {
    private static final int HEAD_BYTES = 1 << 16;

    private TableStream() {}

    /**
     * Its fields, from the first.
     *
     * @throws DataException UNSUPPORTED_FEATURE for UTF-16, and what {@link ExpandedStreams#open}
     *     and the reader refuse
     */
    public static FieldReader open(Path file, ReadLimits limits) throws IOException {
        BufferedInputStream in =
                new BufferedInputStream(ExpandedStreams.open(file, limits), HEAD_BYTES);
        try {
            byte[] head = peek(in);
            int start = byteOrderMark(head);
            in.skipNBytes(start);
            return new FieldReader(in, delimiter(head, start));
        } catch (IOException | RuntimeException | Error e) {
            in.close();
            throw e;
        }
    }

    private static byte[] peek(InputStream in) throws IOException {
        in.mark(HEAD_BYTES);
        byte[] head = in.readNBytes(HEAD_BYTES);
        in.reset();
        return head;
    }

    private static int byteOrderMark(byte[] head) throws DataException {
        if (startsWith(head, 0xff, 0xfe) || startsWith(head, 0xfe, 0xff)) {
            throw new DataException(
                    FindingCode.UNSUPPORTED_FEATURE, "", "The table is UTF-16. Save it as UTF-8.");
        }
        return startsWith(head, 0xef, 0xbb, 0xbf) ? 3 : 0;
    }

    private static boolean startsWith(byte[] head, int... bytes) {
        if (head.length < bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if ((head[i] & 0xff) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    /** The one that comes most often in the first line, outside quotes; comma when none does. */
    static char delimiter(byte[] head, int start) {
        int commas = 0;
        int tabs = 0;
        int semicolons = 0;
        boolean quoted = false;
        for (int i = start; i < head.length; i++) {
            byte c = head[i];
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted) {
                if (c == '\n' || c == '\r') {
                    break;
                }
                commas += c == ',' ? 1 : 0;
                tabs += c == '\t' ? 1 : 0;
                semicolons += c == ';' ? 1 : 0;
            }
        }
        if (tabs > 0 && tabs >= commas && tabs >= semicolons) {
            return '\t';
        }
        return semicolons > commas ? ';' : ',';
    }
}
