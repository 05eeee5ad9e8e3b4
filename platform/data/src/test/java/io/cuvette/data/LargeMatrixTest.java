package io.cuvette.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.CsrBuilder;
import io.cuvette.data.anndata.Frame;
import io.cuvette.data.h5ad.H5adDocument;
import io.cuvette.data.h5ad.H5adWriter;
import io.cuvette.data.h5ad.WriteOptions;
import io.cuvette.data.hdf5.Hdf5Output;
import io.cuvette.data.hdf5.Hdf5Type;
import io.cuvette.data.hdf5.LittleEndian;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files of six million values in a virtual machine of 64 MiB of heap: as compressed rows they take
 * 48 MB, and as much again while they are sorted.
 */
class LargeMatrixTest {

    private static final int CELLS = 12_000;
    private static final int GENES = 2_000;

    @TempDir Path folder;
    @TempDir Path scratch;

    private long stored;
    private long checksum;

    @Test
    void everyFormatIsDescribedAndSpooledInLittleMemory() throws Exception {
        Assumptions.assumeTrue(Hdf5Output.isAvailable(), "skipped: no native HDF5 library");
        for (int cell = 0; cell < CELLS; cell++) {
            for (int gene = 0; gene < GENES; gene++) {
                int count = count(cell, gene);
                if (count > 0) {
                    stored++;
                    checksum = add(checksum, cell, gene, count);
                }
            }
        }
        Path mtx = folder.resolve("mtx.zip");
        writeMtx(mtx);
        Path table = folder.resolve("table.csv");
        writeTable(table);
        Path tenx = folder.resolve("tenx.h5");
        writeTenx(tenx);

        Path columns = folder.resolve("columns.h5ad");
        writeColumns(columns);

        String printed = readInSmallMachine(mtx, table, tenx, columns);

        String values = " %d %d %d %d %d".formatted(CELLS, GENES, stored, stored, checksum);
        assertThat(printed.lines())
                .containsExactly(
                        "mtx.zip" + values,
                        "table.csv" + values,
                        "tenx.h5" + values,
                        "columns.h5ad" + values);
        assertThat(stored).isGreaterThan(5_900_000);
        assertThat(scratch).isEmptyDirectory();
    }

    /** One of four is not 0; without a pattern, so that files do not look like bombs. */
    private static int count(int cell, int gene) {
        int mixed = (cell * 0x9E3779B1 + gene) * 0x85EBCA6B;
        mixed = (mixed ^ (mixed >>> 15)) * 0xC2B2AE35;
        mixed ^= mixed >>> 16;
        return (mixed & 3) == 0 ? 1 + (mixed >>> 4) % 9 : 0;
    }

    static long add(long sum, int cell, int gene, int count) {
        return 31 * sum + ((long) cell * GENES + gene) * count;
    }

    private String readInSmallMachine(Path... files) throws Exception {
        Path output = folder.resolve("output");
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LargeMatrixMain.class.getName(),
                        scratch.toString());
        for (Path file : files) {
            builder.command().add(file.toString());
        }
        Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
        boolean ended = process.waitFor(3, TimeUnit.MINUTES);
        process.destroyForcibly();
        String printed = Files.readString(output);
        assertThat(ended && process.exitValue() == 0).as(printed).isTrue();
        return printed;
    }

    /** Gene by gene, so that the values of a cell are far apart. */
    private void writeMtx(Path file) throws IOException {
        try (ZipOutputStream zip =
                new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            zip.setLevel(Deflater.BEST_SPEED);
            zip.putNextEntry(new ZipEntry("barcodes.tsv"));
            write(zip, String.join("\n", names("cell", CELLS)));
            zip.putNextEntry(new ZipEntry("genes.tsv"));
            for (int gene = 0; gene < GENES; gene++) {
                write(zip, "g%d\tg%d\n".formatted(gene, gene));
            }
            zip.putNextEntry(new ZipEntry("matrix.mtx"));
            write(zip, "%%MatrixMarket matrix coordinate integer general\n");
            write(zip, "%d %d %d\n".formatted(GENES, CELLS, stored));
            StringBuilder lines = new StringBuilder();
            for (int gene = 0; gene < GENES; gene++) {
                for (int cell = 0; cell < CELLS; cell++) {
                    int count = count(cell, gene);
                    if (count > 0) {
                        lines.append(gene + 1).append(' ').append(cell + 1).append(' ');
                        lines.append(count).append('\n');
                    }
                }
                write(zip, lines.toString());
                lines.setLength(0);
            }
        }
    }

    private static void writeTable(Path file) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            write(out, "gene," + String.join(",", names("cell", CELLS)) + "\n");
            StringBuilder line = new StringBuilder();
            for (int gene = 0; gene < GENES; gene++) {
                line.append('g').append(gene);
                for (int cell = 0; cell < CELLS; cell++) {
                    line.append(',').append(count(cell, gene));
                }
                write(out, line.append('\n').toString());
                line.setLength(0);
            }
        }
    }

    /** An {@code .h5ad} in csc. */
    private void writeColumns(Path file) throws IOException {
        CsrBuilder rows = new CsrBuilder(GENES, Math.toIntExact(stored));
        int[] columns = new int[GENES];
        float[] values = new float[GENES];
        for (int cell = 0; cell < CELLS; cell++) {
            int length = 0;
            for (int gene = 0; gene < GENES; gene++) {
                int count = count(cell, gene);
                if (count > 0) {
                    columns[length] = gene;
                    values[length++] = count;
                }
            }
            rows.row(columns, values, 0, length);
        }
        AnnData data =
                AnnData.of(
                        rows.finish(), Frame.of(names("cell", CELLS)), Frame.of(names("g", GENES)));
        H5adWriter.write(
                file,
                H5adDocument.of(data),
                new WriteOptions(
                        0, WriteOptions.SparseLayout.CSC, WriteOptions.MissingText.CATEGORICAL));
    }

    private void writeTenx(Path file) throws IOException {
        int[] pointers = new int[CELLS + 1];
        int[] indices = new int[Math.toIntExact(stored)];
        int[] counts = new int[indices.length];
        int next = 0;
        for (int cell = 0; cell < CELLS; cell++) {
            for (int gene = 0; gene < GENES; gene++) {
                int count = count(cell, gene);
                if (count > 0) {
                    indices[next] = gene;
                    counts[next++] = count;
                }
            }
            pointers[cell + 1] = next;
        }
        try (Hdf5Output out = Hdf5Output.create(file, 0)) {
            out.group("matrix");
            out.group("matrix/features");
            texts(out, "matrix/barcodes", names("cell", CELLS));
            texts(out, "matrix/features/id", names("g", GENES));
            texts(out, "matrix/features/name", names("g", GENES));
            array(out, "matrix/data", Hdf5Output.INT32, bytes(counts), counts.length);
            array(out, "matrix/indices", Hdf5Output.INT32, bytes(indices), indices.length);
            array(out, "matrix/indptr", Hdf5Output.INT32, bytes(pointers), pointers.length);
            long[] shape = {GENES, CELLS};
            array(out, "matrix/shape", Hdf5Output.INT64, LittleEndian.bytes(shape), 2);
            out.commit();
        }
    }

    private static byte[] bytes(int[] values) {
        byte[] bytes = new byte[4 * values.length];
        LittleEndian.put(values, 0, values.length, bytes);
        return bytes;
    }

    private static void texts(Hdf5Output out, String path, List<String> values) throws IOException {
        try (Hdf5Output.Rows rows = out.dataset(path, Hdf5Output.TEXT, values.size())) {
            rows.write(values.size(), values.toArray(String[]::new));
        }
    }

    private static void array(Hdf5Output out, String path, Hdf5Type type, byte[] bytes, int length)
            throws IOException {
        try (Hdf5Output.Rows rows = out.dataset(path, type, length)) {
            rows.write(length, bytes, bytes.length);
        }
    }

    private static List<String> names(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }
}
