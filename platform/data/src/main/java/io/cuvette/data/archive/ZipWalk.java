package io.cuvette.data.archive;

import io.cuvette.data.ReadLimits;
import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.FindingCode;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** Members of a zip, by its central directory: only that tells links from files. */
final class ZipWalk {

    private static final int FILE_TYPE_MASK = 0xf000;
    private static final int REGULAR_FILE = 0x8000;
    private static final int FOLDER = 0x4000;

    private ZipWalk() {}

    static void walk(Path file, ReadLimits limits, ExpansionGuard guard, Archives.Visitor visitor)
            throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ZipDirectory.requireBounded(channel, limits);
            try (ZipFile zip = open(channel)) {
                visitAll(zip, accepted(zip, limits), guard, visitor);
            }
        }
    }

    private static ZipFile open(FileChannel channel) throws IOException {
        try {
            return ZipFile.builder()
                    .setSeekableByteChannel(channel)
                    .setIgnoreLocalFileHeader(true)
                    .get();
        } catch (IllegalArgumentException
                | IndexOutOfBoundsException
                | NegativeArraySizeException e) {
            throw new DataException(
                    FindingCode.CORRUPT, "", "The directory of the zip is damaged.", e);
        }
    }

    private record Accepted(String name, ZipArchiveEntry entry) {}

    /** All entries are judged before the first is read. */
    private static List<Accepted> accepted(ZipFile zip, ReadLimits limits) throws DataException {
        EntryNames names = new EntryNames(limits);
        List<Accepted> accepted = new ArrayList<>();
        for (ZipArchiveEntry entry : Collections.list(zip.getEntriesInPhysicalOrder())) {
            requirePlain(entry);
            String name = names.accept(entry.getName(), entry.isDirectory());
            if (!entry.isDirectory()) {
                accepted.add(new Accepted(name, entry));
            }
        }
        return accepted;
    }

    private static void requirePlain(ZipArchiveEntry entry) throws DataException {
        if (entry.getGeneralPurposeBit().usesEncryption()) {
            throw new DataException(
                    FindingCode.UNSUPPORTED_FEATURE,
                    entry.getName(),
                    "The entry is encrypted. Pack it without a password.");
        }
        int type = entry.getUnixMode() & FILE_TYPE_MASK;
        if (entry.isUnixSymlink()) {
            throw EntryNames.unsafe(entry.getName(), "is a link");
        }
        if (type != 0 && type != REGULAR_FILE && type != FOLDER) {
            throw EntryNames.unsafe(entry.getName(), "is a device");
        }
        if (entry.getMethod() != ZipEntry.STORED && entry.getMethod() != ZipEntry.DEFLATED) {
            throw new DataException(
                    FindingCode.UNSUPPORTED_FEATURE,
                    entry.getName(),
                    "The entry's compression is not read. Pack it with deflate.");
        }
    }

    private static void visitAll(
            ZipFile zip, List<Accepted> entries, ExpansionGuard guard, Archives.Visitor visitor)
            throws IOException {
        for (Accepted accepted : entries) {
            if (!visitor.visit(new ZipMember(accepted.name(), zip, accepted.entry(), guard))) {
                return;
            }
        }
    }

    private record ZipMember(String name, ZipFile zip, ZipArchiveEntry entry, ExpansionGuard guard)
            implements Archives.Member {
        @Override
        public InputStream open() throws IOException {
            try {
                InputStream content = new Checked(zip.getInputStream(entry), entry.getCrc());
                return ExpandedStreams.expand(new GuardedStream(content, guard, name), guard, name);
            } catch (IOException e) {
                throw GuardedStream.translate(e, name);
            }
        }
    }

    /** Fails at the end when the bytes are not those that were packed. */
    private static final class Checked extends FilterInputStream {
        private final CRC32 actual = new CRC32();
        private final long expected;

        Checked(InputStream in, long expected) {
            super(in);
            this.expected = expected;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = in.read(target, offset, length);
            if (count > 0) {
                actual.update(target, offset, count);
            } else if (count < 0 && actual.getValue() != expected) {
                throw new ZipException("checksum");
            }
            return count;
        }
    }
}
