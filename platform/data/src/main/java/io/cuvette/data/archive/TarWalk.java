package io.cuvette.data.archive;

import io.cuvette.data.ReadLimits;
import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.FindingCode;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Members of a tar, in one pass. */
final class TarWalk {

    /** Long names and extended attributes are held whole by the parser. */
    private static final long HEADER_BYTES = 1 << 20;

    private TarWalk() {}

    static void walk(
            InputStream in, ReadLimits limits, ExpansionGuard guard, Archives.Visitor visitor)
            throws IOException {
        HeaderBudget bounded = new HeaderBudget(in);
        // closing it would close the file, which belongs to the caller
        @SuppressWarnings("resource")
        TarArchiveInputStream tar = new TarArchiveInputStream(bounded, "UTF-8");
        EntryNames names = new EntryNames(limits);
        while (true) {
            TarArchiveEntry entry = next(tar, bounded);
            if (entry == null) {
                return;
            }
            requirePlain(entry);
            String name = names.accept(entry.getName(), entry.isDirectory());
            if (entry.isDirectory()) {
                continue;
            }
            InputStream content = new Unclosed(tar);
            if (!visitor.visit(new StreamMember(name, content, guard))) {
                return;
            }
            // so that only headers are left to the parser, under its budget
            content.transferTo(OutputStream.nullOutputStream());
        }
    }

    private static TarArchiveEntry next(TarArchiveInputStream tar, HeaderBudget bounded)
            throws IOException {
        bounded.left = HEADER_BYTES;
        try {
            return tar.getNextEntry();
        } catch (IllegalArgumentException e) {
            throw new DataException(FindingCode.CORRUPT, "", "A header of the tar is damaged.", e);
        } finally {
            bounded.left = Long.MAX_VALUE;
        }
    }

    private static void requirePlain(TarArchiveEntry entry) throws DataException {
        if (entry.isSymbolicLink() || entry.isLink()) {
            throw EntryNames.unsafe(entry.getName(), "is a link");
        }
        if (entry.isBlockDevice() || entry.isCharacterDevice() || entry.isFIFO()) {
            throw EntryNames.unsafe(entry.getName(), "is a device");
        }
        if (entry.isSparse()) {
            throw new DataException(
                    FindingCode.UNSUPPORTED_FEATURE,
                    entry.getName(),
                    "The entry is stored with holes. Pack it without --sparse.");
        }
    }

    private record StreamMember(String name, InputStream content, ExpansionGuard guard)
            implements Archives.Member {
        @Override
        public InputStream open() throws IOException {
            return ExpandedStreams.expand(content, guard, name);
        }
    }

    /** Bounds what the parser may read for one header. */
    private static final class HeaderBudget extends FilterInputStream {
        private long left = HEADER_BYTES;

        HeaderBudget(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (left <= 0) {
                throw new DataException(
                        FindingCode.TOO_LARGE, "", "A header of the tar is larger than 1 MiB.");
            }
            int count = in.read(target, offset, (int) Math.min(length, left));
            left -= Math.max(count, 0);
            return count;
        }

        @Override
        public long skip(long bytes) throws IOException {
            return in.skip(Math.min(bytes, left));
        }
    }

    private static final class Unclosed extends FilterInputStream {
        Unclosed(InputStream in) {
            super(in);
        }

        @Override
        public void close() {
            // the tar goes on behind this entry
        }
    }
}
