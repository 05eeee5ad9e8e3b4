package io.cuvette.reactormodel.runs.parquet;

import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.FindingCode;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import shaded.parquet.org.apache.thrift.TBase;
import shaded.parquet.org.apache.thrift.TConfiguration;
import shaded.parquet.org.apache.thrift.TException;
import shaded.parquet.org.apache.thrift.protocol.TCompactProtocol;
import shaded.parquet.org.apache.thrift.transport.TIOStreamTransport;

/** The structures that describe a file, by Parquet's generated classes. */
final class Footer {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final int TAIL_BYTES = Integer.BYTES + 4;

    /** Of a table with 64 columns it is a few kilobytes. */
    private static final int LARGEST_BYTES = 1 << 20;

    private static final int DEEPEST = 64;

    /** Lists, texts and the like say their size first: none may be larger than this many bytes. */
    private static final int LARGEST_PAGE_HEADER_BYTES = 1 << 16;

    private Footer() {}

    static boolean isAt(byte[] head) {
        return head.length >= MAGIC.length
                && head[0] == MAGIC[0]
                && head[1] == MAGIC[1]
                && head[2] == MAGIC[2]
                && head[3] == MAGIC[3];
    }

    /** Where it begins, which is where data end. */
    static int start(byte[] file) throws DataException {
        int tail = file.length - TAIL_BYTES;
        if (tail < MAGIC.length) {
            throw damaged(FindingCode.TRUNCATED, "it ends before its footer");
        }
        String magic = new String(file, file.length - 4, 4, StandardCharsets.ISO_8859_1);
        if (magic.equals("PARE")) {
            throw new DataException(
                    FindingCode.UNSUPPORTED_FEATURE, "", "The file is encrypted; write it plain.");
        }
        if (!magic.equals("PAR1")) {
            throw damaged(FindingCode.TRUNCATED, "it ends before its footer");
        }
        int length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(tail);
        if (length < 0 || length > tail - MAGIC.length) {
            throw damaged(FindingCode.CORRUPT, "its footer would have %d bytes".formatted(length));
        }
        if (length > LARGEST_BYTES) {
            throw new DataException(
                    FindingCode.TOO_LARGE,
                    "",
                    "The file's footer has %d bytes; %d are allowed. Write fewer columns and row groups."
                            .formatted(length, LARGEST_BYTES));
        }
        return tail - length;
    }

    static FileMetaData read(byte[] file, int start) throws DataException {
        int length = file.length - TAIL_BYTES - start;
        FileMetaData footer = new FileMetaData();
        read(footer, new ByteArrayInputStream(file, start, length), length);
        return footer;
    }

    /** Reads one header and leaves the stream behind it. */
    static PageHeader pageHeader(ByteArrayInputStream in) throws DataException {
        PageHeader header = new PageHeader();
        read(header, in, Math.min(in.available(), LARGEST_PAGE_HEADER_BYTES));
        return header;
    }

    private static void read(TBase<?, ?> into, ByteArrayInputStream in, int most)
            throws DataException {
        try {
            var limits = new TConfiguration(most, most, DEEPEST);
            into.read(new TCompactProtocol(new TIOStreamTransport(limits, in), most, most));
        } catch (TException | RuntimeException | StackOverflowError e) {
            // unknown structures are skipped by recursion, as deep as a stranger nests them
            throw damaged(FindingCode.CORRUPT, "its headers cannot be read");
        }
    }

    static DataException damaged(FindingCode code, String what) {
        return new DataException(
                code, "", "The Parquet file is damaged: %s. Write it again.".formatted(what));
    }
}
