package io.cuvette.data.archive;

import io.cuvette.data.ReadLimits;
import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.FindingCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * The end of a zip, looked at before the parser builds an object for each of its entries.
 *
 * <p>Layout: PKWARE APPNOTE 6.3, sections 4.3.14 to 4.3.16.
 */
final class ZipDirectory {
    private static final int END_SIGNATURE = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int LARGEST_COMMENT = 0xffff;
    private static final int ZIP64_LOCATOR_SIGNATURE = 0x07064b50;
    private static final int ZIP64_LOCATOR_BYTES = 20;
    private static final int ZIP64_END_SIGNATURE = 0x06064b50;
    private static final int ZIP64_END_BYTES = 56;
    private static final long UNKNOWN = 0xffffffffL;

    /** An entry takes 46 bytes, its name, and extra fields of usually less than 100 bytes. */
    private static final long BYTES_AN_ENTRY = 2_048;

    private ZipDirectory() {}

    /**
     * @throws DataException TRUNCATED when there is no end, TOO_LARGE when the directory is longer
     *     than the allowed number of entries needs
     */
    static void requireBounded(FileChannel channel, ReadLimits limits) throws IOException {
        long size = channel.size();
        int tailBytes = (int) Math.min(size, END_BYTES + LARGEST_COMMENT);
        ByteBuffer tail = read(channel, size - tailBytes, tailBytes);
        int at = tailBytes - END_BYTES;
        while (at >= 0 && tail.getInt(at) != END_SIGNATURE) {
            at--;
        }
        if (at < 0) {
            throw new DataException(
                    FindingCode.TRUNCATED,
                    "",
                    "The zip ends before its directory. Upload it again.");
        }
        long end = size - tailBytes + at;
        long start = tail.getInt(at + 16) & UNKNOWN;
        if (start == UNKNOWN) {
            end = zip64End(channel, end);
            start = read(channel, end, ZIP64_END_BYTES).getLong(48);
        }
        if (start < 0 || start > end) {
            throw corrupt();
        }
        if (end - start > BYTES_AN_ENTRY * limits.maxArchiveEntries()) {
            throw new DataException(
                    FindingCode.TOO_LARGE,
                    "",
                    "The directory of the zip is too long for %d entries."
                            .formatted(limits.maxArchiveEntries()));
        }
    }

    private static long zip64End(FileChannel channel, long end) throws IOException {
        if (end < ZIP64_LOCATOR_BYTES) {
            throw corrupt();
        }
        ByteBuffer locator = read(channel, end - ZIP64_LOCATOR_BYTES, ZIP64_LOCATOR_BYTES);
        long zip64End = locator.getLong(8);
        if (locator.getInt(0) != ZIP64_LOCATOR_SIGNATURE
                || zip64End < 0
                || zip64End > end - ZIP64_END_BYTES
                || read(channel, zip64End, 4).getInt(0) != ZIP64_END_SIGNATURE) {
            throw corrupt();
        }
        return zip64End;
    }

    private static ByteBuffer read(FileChannel channel, long position, int bytes)
            throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw corrupt();
            }
        }
        return buffer.flip();
    }

    private static DataException corrupt() {
        return new DataException(
                FindingCode.CORRUPT, "", "The directory of the zip is damaged. Pack it again.");
    }
}
