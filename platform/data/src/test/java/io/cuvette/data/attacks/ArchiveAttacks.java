package io.cuvette.data.attacks;

import static io.cuvette.data.attacks.TableAttacks.bytes;
import static io.cuvette.data.attacks.TableAttacks.gzip;
import static io.cuvette.data.finding.FindingCode.CORRUPT;
import static io.cuvette.data.finding.FindingCode.DECOMPRESSION_BOMB;
import static io.cuvette.data.finding.FindingCode.DUPLICATE_CELL_NAMES;
import static io.cuvette.data.finding.FindingCode.EMPTY;
import static io.cuvette.data.finding.FindingCode.INDEX_OUT_OF_RANGE;
import static io.cuvette.data.finding.FindingCode.NEGATIVE_VALUES;
import static io.cuvette.data.finding.FindingCode.NON_FINITE_VALUES;
import static io.cuvette.data.finding.FindingCode.SHAPE_MISMATCH;
import static io.cuvette.data.finding.FindingCode.TOO_LARGE;
import static io.cuvette.data.finding.FindingCode.TRUNCATED;
import static io.cuvette.data.finding.FindingCode.UNKNOWN_FORMAT;
import static io.cuvette.data.finding.FindingCode.UNSAFE_ARCHIVE_ENTRY;
import static io.cuvette.data.finding.FindingCode.UNSUPPORTED_FEATURE;

import io.cuvette.data.finding.FindingCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/** Hostile archives, and 10x matrix folders that lie. */
final class ArchiveAttacks {

    private static final int SYMLINK = 0120777;
    private static final int DEVICE = 0020666;

    private static final String MATRIX =
            "%%MatrixMarket matrix coordinate integer general\n%\n3 2 3\n1 1 5\n2 2 6\n3 1 7\n";

    /** Where entries try to get to; the test watches this folder. */
    private final Path watched;

    private ArchiveAttacks(Path watched) {
        this.watched = watched;
    }

    static List<UploadAttack> all(Path watched) {
        return new ArchiveAttacks(watched).attacks();
    }

    private List<UploadAttack> attacks() {
        return List.of(
                extra("parent.zip", "../escaped", false),
                extra("parent-deep.zip", "a/b/../../../../escaped", false),
                extra("parent-backslash.zip", "..\\escaped", false),
                extra("absolute.zip", watched + "/escaped", false),
                extra("drive.zip", "C:\\escaped", false),
                extra("control-character.zip", "a\nb", false),
                extra("long-name.zip", "n".repeat(5_000), false),
                extra("nested.zip", "inner.zip", false),
                extra("nested-tgz.zip", "inner.tar.gz", false),
                extra("parent.tar", "../escaped", true),
                extra("absolute.tar", watched + "/escaped", true),
                extra("nested.tar", "inner.zip", true),
                extra("twice.tar", "matrix.mtx", true),
                new UploadAttack("twice.zip", UNSAFE_ARCHIVE_ENTRY, ArchiveAttacks::twice),
                new UploadAttack(
                        "nested-by-content.zip",
                        UNSAFE_ARCHIVE_ENTRY,
                        ArchiveAttacks::zipAsBarcodes),
                new UploadAttack("symlink.zip", UNSAFE_ARCHIVE_ENTRY, f -> zipLink(f, SYMLINK)),
                new UploadAttack("device.zip", UNSAFE_ARCHIVE_ENTRY, f -> zipLink(f, DEVICE)),
                new UploadAttack(
                        "symlink.tar",
                        UNSAFE_ARCHIVE_ENTRY,
                        f -> tarLink(f, TarConstants.LF_SYMLINK)),
                new UploadAttack(
                        "hardlink.tar",
                        UNSAFE_ARCHIVE_ENTRY,
                        f -> tarLink(f, TarConstants.LF_LINK)),
                new UploadAttack(
                        "device.tar", UNSAFE_ARCHIVE_ENTRY, f -> tarLink(f, TarConstants.LF_CHR)),
                new UploadAttack("encrypted.zip", UNSUPPORTED_FEATURE, ArchiveAttacks::encrypted),
                new UploadAttack("many-entries.zip", TOO_LARGE, ArchiveAttacks::manyEntries),
                new UploadAttack("million-entries.zip", TOO_LARGE, ArchiveAttacks::longDirectory),
                new UploadAttack("no-directory.zip", TRUNCATED, f -> cut(f, true, 0.6)),
                new UploadAttack("truncated.tar", TRUNCATED, f -> cut(f, false, 0.1)),
                new UploadAttack("wild-directory.zip", CORRUPT, ArchiveAttacks::wildDirectory),
                new UploadAttack("checksum.zip", CORRUPT, ArchiveAttacks::wrongChecksum),
                new UploadAttack("bomb.zip", DECOMPRESSION_BOMB, ArchiveAttacks::zipBomb),
                new UploadAttack("bomb.tar.gz", DECOMPRESSION_BOMB, ArchiveAttacks::tarBomb),
                new UploadAttack("bomb-twice.zip", DECOMPRESSION_BOMB, ArchiveAttacks::bombInGzip),
                new UploadAttack("long-name-header.tar", TOO_LARGE, ArchiveAttacks::longHeader),
                new UploadAttack(
                        "no-matrix.zip", UNKNOWN_FORMAT, f -> zip(f, Map.of("a.txt", bytes("a")))),
                new UploadAttack("empty.zip", UNKNOWN_FORMAT, f -> zip(f, Map.of())),
                new UploadAttack(
                        "two-folders.zip", UNSUPPORTED_FEATURE, ArchiveAttacks::twoFolders),
                new UploadAttack("no-barcodes.zip", UNKNOWN_FORMAT, ArchiveAttacks::noBarcodes),
                matrix("index-zero", "3 2 1\n0 1 5\n", INDEX_OUT_OF_RANGE),
                matrix("index-above", "3 2 1\n4 1 5\n", INDEX_OUT_OF_RANGE),
                matrix("index-2^31", "3 2 1\n2147483649 1 5\n", INDEX_OUT_OF_RANGE),
                matrix("index-2^64", "3 2 1\n18446744073709551617 1 5\n", CORRUPT),
                matrix("index-negative", "3 2 1\n-1 1 5\n", INDEX_OUT_OF_RANGE),
                matrix("genes-2^31", "2147483648 2 1\n1 1 5\n", TOO_LARGE),
                matrix("values-10^12", "3 2 1000000000000\n1 1 5\n", TOO_LARGE),
                matrix("cells-lie", "3 5000000 1\n1 1 5\n", SHAPE_MISMATCH),
                matrix("genes-lie", "150000 2 1\n1 1 5\n", SHAPE_MISMATCH),
                matrix("values-missing", "3 2 1700000000\n1 1 5\n", TRUNCATED),
                matrix("values-more", "3 2 1\n1 1 5\n2 1 5\n", SHAPE_MISMATCH),
                matrix("field-missing", "3 2 1\n1 1\n", CORRUPT),
                matrix("field-more", "3 2 1\n1 1 1 1\n", CORRUPT),
                matrix("text", "3 2 1\n1 1 five\n", CORRUPT),
                matrix("long-line", "3 2 1\n" + " ".repeat(100_000) + "1 1 1\n", TOO_LARGE),
                matrix("negative", "3 2 2\n1 1 -5\n2 2 1\n", NEGATIVE_VALUES),
                matrix("nan", "3 2 2\n1 1 nan\n2 2 1\n", NON_FINITE_VALUES),
                matrix("empty", "3 2 0\n", EMPTY),
                matrix("nothing", "", TRUNCATED),
                new UploadAttack(
                        "mtx-array.zip",
                        UNSUPPORTED_FEATURE,
                        f ->
                                parts(
                                        f,
                                        "%%MatrixMarket matrix array real general\n1 1\n1\n",
                                        "a\nb\n")),
                new UploadAttack("mtx-no-banner.zip", CORRUPT, f -> parts(f, "3 2 0\n", "a\nb\n")),
                new UploadAttack(
                        "mtx-duplicate-cells.zip",
                        DUPLICATE_CELL_NAMES,
                        f -> parts(f, MATRIX, "a\na\n")),
                new UploadAttack(
                        "mtx-alone.mtx", UNKNOWN_FORMAT, f -> Files.writeString(f, MATRIX)));
    }

    private static UploadAttack matrix(String name, String content, FindingCode expected) {
        String banner = "%%MatrixMarket matrix coordinate real general\n";
        return new UploadAttack(
                "mtx-" + name + ".zip", expected, file -> parts(file, banner + content, "a\nb\n"));
    }

    private static UploadAttack extra(String name, String entry, boolean tar) {
        return new UploadAttack(
                "archive-" + name,
                UNSAFE_ARCHIVE_ENTRY,
                file -> {
                    Map<String, byte[]> entries = folder(MATRIX, "a\nb\n");
                    if (tar) {
                        tar(Files.newOutputStream(file), entries, entry, bytes("x"));
                    } else {
                        entries.put(entry, bytes("x"));
                        zip(file, entries);
                    }
                });
    }

    private static void parts(Path file, String matrix, String barcodes) throws IOException {
        zip(file, folder(matrix, barcodes));
    }

    static Map<String, byte[]> folder(String matrix, String barcodes) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("barcodes.tsv", bytes(barcodes));
        entries.put("genes.tsv", bytes("g1\tACTB\ng2\tGAPDH\ng3\tEEF2\n"));
        entries.put("matrix.mtx", bytes(matrix));
        return entries;
    }

    static void honestZip(Path file) throws IOException {
        parts(file, MATRIX, "a\nb\n");
    }

    static void honestTarGz(Path file) throws IOException {
        tar(
                new GZIPOutputStream(Files.newOutputStream(file)),
                folder(MATRIX, "a\nb\n"),
                "README",
                bytes("counts"));
    }

    private static void zip(Path file, Map<String, byte[]> entries) throws IOException {
        try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(file)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                put(out, new ZipArchiveEntry(entry.getKey()), entry.getValue());
            }
        }
    }

    private static void put(ZipArchiveOutputStream out, ZipArchiveEntry entry, byte[] content)
            throws IOException {
        out.putArchiveEntry(entry);
        out.write(content);
        out.closeArchiveEntry();
    }

    private static void tar(
            OutputStream file, Map<String, byte[]> entries, String last, byte[] content)
            throws IOException {
        try (TarArchiveOutputStream out = new TarArchiveOutputStream(file)) {
            out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                put(out, new TarArchiveEntry(entry.getKey()), entry.getValue());
            }
            put(out, new TarArchiveEntry(last, true), content);
        }
    }

    private static void put(TarArchiveOutputStream out, TarArchiveEntry entry, byte[] content)
            throws IOException {
        entry.setSize(content.length);
        out.putArchiveEntry(entry);
        out.write(content);
        out.closeArchiveEntry();
    }

    private static void twice(Path file) throws IOException {
        try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(file)) {
            for (Map.Entry<String, byte[]> entry : folder(MATRIX, "a\nb\n").entrySet()) {
                put(out, new ZipArchiveEntry(entry.getKey()), entry.getValue());
            }
            put(out, new ZipArchiveEntry("./matrix.mtx"), bytes(MATRIX));
        }
    }

    private static void zipAsBarcodes(Path file) throws IOException {
        Map<String, byte[]> entries = folder(MATRIX, "");
        Path inner = file.resolveSibling(file.getFileName() + ".inner");
        honestZip(inner);
        entries.put("barcodes.tsv", Files.readAllBytes(inner));
        Files.delete(inner);
        zip(file, entries);
    }

    private static void zipLink(Path file, int mode) throws IOException {
        try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(file)) {
            ZipArchiveEntry link = new ZipArchiveEntry("matrix.mtx");
            link.setUnixMode(mode);
            put(out, link, bytes("/etc/passwd"));
        }
    }

    private static void tarLink(Path file, byte type) throws IOException {
        try (TarArchiveOutputStream out = new TarArchiveOutputStream(Files.newOutputStream(file))) {
            TarArchiveEntry link = new TarArchiveEntry("matrix.mtx", type);
            link.setLinkName("/etc/passwd");
            out.putArchiveEntry(link);
            out.closeArchiveEntry();
        }
    }

    /** The flag of encryption is set in both headers of the first entry. */
    private static void encrypted(Path file) throws IOException {
        honestZip(file);
        byte[] bytes = Files.readAllBytes(file);
        bytes[6] |= 1;
        bytes[directory(bytes) + 8] |= 1;
        Files.write(file, bytes);
    }

    private static int directory(byte[] zip) {
        return ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN).getInt(zip.length - 6);
    }

    private static void wildDirectory(Path file) throws IOException {
        honestZip(file);
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(bytes.length - 6, 0x7fffffff);
        Files.write(file, bytes);
    }

    private static void wrongChecksum(Path file) throws IOException {
        honestZip(file);
        byte[] bytes = Files.readAllBytes(file);
        bytes[directory(bytes) + 16] ^= 1;
        Files.write(file, bytes);
    }

    private static void manyEntries(Path file) throws IOException {
        Map<String, byte[]> entries = folder(MATRIX, "a\nb\n");
        for (int i = 0; i < 1_000; i++) {
            entries.put("e" + i, new byte[0]);
        }
        zip(file, entries);
    }

    /** A directory of a million entries, all of the same file. */
    private static void longDirectory(Path file) throws IOException {
        zip(file, Map.of("matrix.mtx", bytes(MATRIX)));
        byte[] bytes = Files.readAllBytes(file);
        int start = directory(bytes);
        int end = bytes.length - 22;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, start);
        for (int i = 0; i < 1_000_000; i++) {
            out.write(bytes, start, end - start);
        }
        out.write(bytes, end, 22);
        Files.write(file, out.toByteArray());
    }

    private static void cut(Path file, boolean zip, double kept) throws IOException {
        if (zip) {
            honestZip(file);
        } else {
            Map<String, byte[]> entries = new LinkedHashMap<>();
            entries.put("README", new byte[20_000]);
            tar(Files.newOutputStream(file), entries, "matrix.mtx", bytes(MATRIX));
        }
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, (int) (bytes.length * kept)));
    }

    private static byte[] zeroEntries(int count) {
        String banner = "%%MatrixMarket matrix coordinate integer general\n3 2 " + count + "\n";
        return bytes(banner + "1 1 0\n".repeat(count));
    }

    private static void zipBomb(Path file) throws IOException {
        zip(file, folder(new String(zeroEntries(5_000_000), StandardCharsets.US_ASCII), "a\nb\n"));
    }

    private static void tarBomb(Path file) throws IOException {
        tar(
                new GZIPOutputStream(Files.newOutputStream(file)),
                Map.of("README", new byte[40 << 20]),
                "matrix.mtx",
                bytes(MATRIX));
    }

    /** Gzip within deflate: each alone stays below the ratio, both together do not. */
    private static void bombInGzip(Path file) throws IOException {
        Map<String, byte[]> entries = folder(MATRIX, "a\nb\n");
        entries.remove("matrix.mtx");
        entries.put("matrix.mtx.gz", gzip(zeroEntries(5_000_000)));
        zip(file, entries);
    }

    /** A name of eight megabytes, which the parser would hold. */
    private static void longHeader(Path file) throws IOException {
        try (TarArchiveOutputStream out =
                new TarArchiveOutputStream(
                        new GZIPOutputStream(Files.newOutputStream(file)), "UTF-8")) {
            TarArchiveEntry name =
                    new TarArchiveEntry(
                            TarConstants.GNU_LONGLINK, TarConstants.LF_GNUTYPE_LONGNAME);
            byte[] content = new byte[8 << 20];
            Arrays.fill(content, (byte) 'n');
            put(out, name, content);
            put(out, new TarArchiveEntry("matrix.mtx"), bytes(MATRIX));
        }
    }

    private static void twoFolders(Path file) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        folder(MATRIX, "a\nb\n").forEach((name, content) -> entries.put("raw/" + name, content));
        folder(MATRIX, "a\nb\n").forEach((name, content) -> entries.put("kept/" + name, content));
        zip(file, entries);
    }

    private static void noBarcodes(Path file) throws IOException {
        Map<String, byte[]> entries = folder(MATRIX, "");
        entries.remove("barcodes.tsv");
        zip(file, entries);
    }
}
