package io.cuvette.data.archive;

import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.FindingCode;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;

/** Expanded bytes, counted; whatever is wrong with the compression arrives as DataException. */
final class GuardedStream extends FilterInputStream {
    private final ExpansionGuard guard;
    private final String field;

    GuardedStream(InputStream in, ExpansionGuard guard, String field) {
        super(in);
        this.guard = guard;
        this.field = field;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        try {
            int count = in.read(target, offset, length);
            if (count > 0) {
                guard.count(count);
            }
            return count;
        } catch (IOException e) {
            throw translate(e, field);
        }
    }

    /** By reading, so that skipped bytes are counted too. */
    @Override
    public long skip(long bytes) throws IOException {
        byte[] waste = new byte[(int) Math.min(1 << 14, Math.max(bytes, 0))];
        long skipped = 0;
        while (skipped < bytes) {
            int count = read(waste, 0, (int) Math.min(waste.length, bytes - skipped));
            if (count < 0) {
                break;
            }
            skipped += count;
        }
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    static DataException translate(IOException e, String field) {
        if (e instanceof DataException known) {
            return known;
        }
        String message = String.valueOf(e.getMessage());
        // commons-compress has no type for an archive that ends early
        if (e instanceof EOFException || message.contains("runcated")) {
            return new DataException(
                    FindingCode.TRUNCATED,
                    field,
                    "The file ends in the middle of its data. Upload it again.",
                    e);
        }
        String what = e instanceof ZipException ? "compressed data are" : "archive is";
        return new DataException(
                FindingCode.CORRUPT, field, "The %s damaged. Pack it again.".formatted(what), e);
    }
}
