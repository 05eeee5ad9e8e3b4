package io.cuvette.data.attacks;

import static io.cuvette.data.finding.FindingCode.AMBIGUOUS_ORIENTATION;
import static io.cuvette.data.finding.FindingCode.CORRUPT;
import static io.cuvette.data.finding.FindingCode.DECOMPRESSION_BOMB;
import static io.cuvette.data.finding.FindingCode.DUPLICATE_CELL_NAMES;
import static io.cuvette.data.finding.FindingCode.DUPLICATE_GENE_NAMES;
import static io.cuvette.data.finding.FindingCode.EMPTY;
import static io.cuvette.data.finding.FindingCode.EXCEEDS_RESOURCES;
import static io.cuvette.data.finding.FindingCode.LOOKS_LOGGED;
import static io.cuvette.data.finding.FindingCode.LOOKS_SCALED;
import static io.cuvette.data.finding.FindingCode.NEGATIVE_VALUES;
import static io.cuvette.data.finding.FindingCode.NON_FINITE_VALUES;
import static io.cuvette.data.finding.FindingCode.SHAPE_MISMATCH;
import static io.cuvette.data.finding.FindingCode.TOO_LARGE;
import static io.cuvette.data.finding.FindingCode.TRUNCATED;
import static io.cuvette.data.finding.FindingCode.UNKNOWN_FORMAT;
import static io.cuvette.data.finding.FindingCode.UNSAFE_ARCHIVE_ENTRY;
import static io.cuvette.data.finding.FindingCode.UNSUPPORTED_FEATURE;

import io.cuvette.data.finding.FindingCode;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Hostile tables, plain and gzipped, and bytes that are nothing at all. */
final class TableAttacks {

    static final String HONEST = "cell,ACTB,GAPDH,EEF2\nc1,0,1,2\nc2,3,0,4\nc3,5,6,0\n";

    private TableAttacks() {}

    static List<UploadAttack> all() {
        return List.of(
                table("ragged-long", "x,ACTB,GAPDH\nc1,1,2\nc2,1,2,3\n", SHAPE_MISMATCH),
                table("ragged-short", "x,ACTB,GAPDH\nc1,1,2\nc2,1\n", SHAPE_MISMATCH),
                table("header-too-short", "x\nc1,1,2,3\n", SHAPE_MISMATCH),
                table("text-in-numbers", "x,ACTB,GAPDH\nc1,1,2\nc2,1,=cmd()\n", CORRUPT),
                table("quote-open", "x,ACTB,GAPDH\nc1,\"1,2\nc2,1,1\n", CORRUPT),
                table("only-header", "x,ACTB,GAPDH\n", EMPTY),
                table("only-zeros", "x,ACTB,GAPDH\nc1,0,0\nc2,0,0\n", EMPTY),
                table("only-names", "x\nc1\nc2\n", SHAPE_MISMATCH),
                table("only-text", "x,a,b\nc1,p,q\nc2,r,s\n", EMPTY),
                table("no-names", "ENSG00000000003,ENSG00000000005\n1,2\n", CORRUPT),
                table("duplicate-cells", "x,ACTB,GAPDH\nc1,1,2\nc1,3,4\n", DUPLICATE_CELL_NAMES),
                table("duplicate-genes", "x,ACTB,GAPDH,ACTB\nc1,1,2,3\n", DUPLICATE_GENE_NAMES),
                table("negative", "x,ACTB,GAPDH\nc1,1,-2\nc2,1,2\n", NEGATIVE_VALUES),
                table("nan", "x,ACTB,GAPDH\nc1,1,NaN\nc2,1,2\n", NON_FINITE_VALUES),
                table("infinite", "x,ACTB,GAPDH\nc1,1,Inf\nc2,1,1e999\n", NON_FINITE_VALUES),
                table("logged", "x,ACTB,GAPDH\nc1,1.5,2\nc2,1,2\n", LOOKS_LOGGED),
                table("scaled", "x,ACTB,GAPDH\nc1,-1.5,2\nc2,1,2\n", LOOKS_SCALED),
                table("ambiguous", "x,a,b\np,1,2\nq,3,4\n", AMBIGUOUS_ORIENTATION),
                new UploadAttack("empty-file", EMPTY, f -> Files.write(f, new byte[0])),
                new UploadAttack("noise", UNKNOWN_FORMAT, TableAttacks::noise),
                new UploadAttack("utf-16.csv", UNSUPPORTED_FEATURE, TableAttacks::utf16),
                new UploadAttack("huge-line", TOO_LARGE, f -> repeated(f, "x,", "1", 20 << 20)),
                new UploadAttack(
                        "huge-quoted", TOO_LARGE, f -> repeated(f, "x,\"", "1\n", 10 << 20)),
                new UploadAttack(
                        "ten-million-columns", EXCEEDS_RESOURCES, TableAttacks::manyColumns),
                new UploadAttack(
                        "columns-fill-memory", EXCEEDS_RESOURCES, TableAttacks::longColumnNames),
                new UploadAttack("rows-fill-memory", EXCEEDS_RESOURCES, TableAttacks::longRowNames),
                new UploadAttack("commas", SHAPE_MISMATCH, f -> repeated(f, "x\nc", ",", 20 << 20)),
                new UploadAttack("many-text-columns", CORRUPT, TableAttacks::manyTexts),
                new UploadAttack("gzip-bomb.csv.gz", DECOMPRESSION_BOMB, TableAttacks::bomb),
                new UploadAttack(
                        "gzip-truncated.csv.gz",
                        TRUNCATED,
                        f -> Files.write(f, Arrays.copyOf(gzip(longTable()), 3_000))),
                new UploadAttack("gzip-damaged.csv.gz", CORRUPT, TableAttacks::damagedGzip),
                new UploadAttack(
                        "gzip-header-only.gz",
                        TRUNCATED,
                        f -> Files.write(f, new byte[] {31, -117})),
                new UploadAttack(
                        "gzip-in-gzip.gz",
                        UNSAFE_ARCHIVE_ENTRY,
                        f -> Files.write(f, gzip(gzip(bytes(HONEST))))),
                new UploadAttack(
                        "gzip-of-nothing.gz", EMPTY, f -> Files.write(f, gzip(bytes("")))));
    }

    private static UploadAttack table(String name, String content, FindingCode expected) {
        return new UploadAttack(
                "table-" + name + ".csv", expected, file -> Files.writeString(file, content));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    private static byte[] longTable() {
        StringBuilder table = new StringBuilder("cell,ACTB,GAPDH\n");
        Random random = new Random(2);
        for (int i = 0; i < 10_000; i++) {
            table.append("c").append(i).append(",1,").append(random.nextInt(10_000)).append('\n');
        }
        return bytes(table.toString());
    }

    private static void noise(Path file) throws IOException {
        byte[] noise = new byte[100_000];
        new Random(1).nextBytes(noise);
        Files.write(file, noise);
    }

    private static void utf16(Path file) throws IOException {
        Files.write(file, ("\ufeff" + HONEST).getBytes(StandardCharsets.UTF_16LE));
    }

    private static void repeated(Path file, String start, String unit, int bytes)
            throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write(bytes(start));
            byte[] block = bytes(unit.repeat(1 << 16));
            for (int written = 0; written < bytes; written += block.length) {
                out.write(block);
            }
        }
    }

    /** Names of no letters: each is still an object. */
    private static void manyColumns(Path file) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write(bytes("x"));
            byte[] block = bytes(",".repeat(1 << 16));
            for (int i = 0; i < 160; i++) {
                out.write(block);
            }
        }
    }

    private static void longColumnNames(Path file) throws IOException {
        byte[] name = bytes("," + "n".repeat(60_000));
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            for (int i = 0; i < 1_000; i++) {
                out.write(name);
            }
        }
    }

    private static void longRowNames(Path file) throws IOException {
        byte[] line = bytes("n".repeat(60_000) + ",1,2\n");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write(bytes("x,ACTB,GAPDH\n"));
            for (int i = 0; i < 1_000; i++) {
                out.write(line);
            }
        }
    }

    private static void manyTexts(Path file) throws IOException {
        Files.writeString(file, "x" + ",a".repeat(5_000) + "\nc" + ",t".repeat(5_000) + "\n");
    }

    private static void bomb(Path file) throws IOException {
        try (OutputStream out =
                new GZIPOutputStream(Files.newOutputStream(file)) {
                    {
                        def.setLevel(Deflater.BEST_COMPRESSION);
                    }
                }) {
            // few and wide rows, so that names do not fill the memory first
            out.write(bytes("cell" + ",ACTB".repeat(10_000) + "\n"));
            byte[] row = bytes("c" + ",0".repeat(10_000) + "\n");
            for (int i = 0; i < 2_000; i++) {
                out.write(row);
            }
        }
    }

    private static void damagedGzip(Path file) throws IOException {
        byte[] packed = gzip(longTable());
        Arrays.fill(packed, packed.length / 2, packed.length / 2 + 40, (byte) 0xff);
        Files.write(file, packed);
    }
}
