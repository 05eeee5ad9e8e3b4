package io.cuvette.data.attacks;

import static org.bytedeco.hdf5.global.hdf5.H5T_IEEE_F32LE_g;
import static org.bytedeco.hdf5.global.hdf5.H5T_STD_I32LE_g;

import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.CsrMatrix;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.data.anndata.Frame;
import io.cuvette.data.anndata.Matrix;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.data.h5ad.H5adWriter;
import io.cuvette.data.hdf5.Hdf5Output;
import io.cuvette.data.hdf5.Hdf5Type;
import io.cuvette.data.hdf5.LittleEndian;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Hostile {@code .h5ad} files: how each is made and what must be said about it. */
final class H5adAttacks {

    private static final int CELLS = 4;
    private static final int GENES = 3;

    /** Makes one file. */
    @FunctionalInterface
    interface Writer {
        void write(Path file) throws IOException;
    }

    /**
     * @param expected code of the exception, or of a finding of the description
     */
    record Attack(String name, FindingCode expected, Writer writer) {}

    private H5adAttacks() {}

    static List<Attack> all() {
        return List.of(
                new Attack(
                        "empty-file", FindingCode.UNKNOWN_FORMAT, f -> Files.write(f, new byte[0])),
                new Attack("noise", FindingCode.UNKNOWN_FORMAT, H5adAttacks::noise),
                new Attack("other-hdf5", FindingCode.UNKNOWN_FORMAT, H5adAttacks::otherHdf5),
                new Attack("truncated-half", FindingCode.TRUNCATED, f -> truncated(f, 0.5)),
                new Attack("truncated-tail", FindingCode.TRUNCATED, f -> truncated(f, 0.99)),
                new Attack("truncated-superblock", FindingCode.CORRUPT, H5adAttacks::onlySignature),
                new Attack(
                        "lying-shape",
                        FindingCode.SHAPE_MISMATCH,
                        f -> csr(f, 4, 3000, ok(), ix(), v())),
                new Attack(
                        "shape-2^31",
                        FindingCode.SHAPE_MISMATCH,
                        f -> csr(f, 1L << 31, 3, ok(), ix(), v())),
                new Attack(
                        "shape-negative",
                        FindingCode.SHAPE_MISMATCH,
                        f -> csr(f, -4, 3, ok(), ix(), v())),
                new Attack(
                        "indptr-decreases",
                        FindingCode.INDPTR_NOT_MONOTONE,
                        f -> csr(f, 4, 3, new int[] {0, 3, 1, 3, 5}, ix(), v())),
                new Attack(
                        "indptr-negative",
                        FindingCode.INDPTR_NOT_MONOTONE,
                        f -> csr(f, 4, 3, new int[] {0, -1, 3, 3, 5}, ix(), v())),
                new Attack(
                        "indptr-past-end",
                        FindingCode.INDPTR_NOT_MONOTONE,
                        f -> csr(f, 4, 3, new int[] {0, 1, 3, 3, 500}, ix(), v())),
                new Attack(
                        "indptr-ends-early",
                        FindingCode.INDPTR_NOT_MONOTONE,
                        f -> csr(f, 4, 3, new int[] {0, 1, 3, 3, 4}, ix(), v())),
                new Attack(
                        "indptr-short",
                        FindingCode.SHAPE_MISMATCH,
                        f -> csr(f, 4, 3, new int[] {0, 1, 5}, ix(), v())),
                new Attack(
                        "index-too-large",
                        FindingCode.INDEX_OUT_OF_RANGE,
                        f -> csr(f, 4, 3, ok(), new int[] {1, 0, 2, 0, 3}, v())),
                new Attack(
                        "index-negative",
                        FindingCode.INDEX_OUT_OF_RANGE,
                        f -> csr(f, 4, 3, ok(), new int[] {1, 0, -2, 0, 2}, v())),
                new Attack(
                        "data-shorter-than-indices",
                        FindingCode.SHAPE_MISMATCH,
                        f -> csr(f, 4, 3, ok(), ix(), new float[] {1, 2})),
                new Attack(
                        "code-out-of-range", FindingCode.INDEX_OUT_OF_RANGE, H5adAttacks::badCode),
                new Attack(
                        "column-missing",
                        FindingCode.CORRUPT,
                        f -> forged(f, g -> g.delete("obs/batch"))),
                new Attack(
                        "cells-2^31-without-data",
                        FindingCode.TOO_LARGE,
                        f -> hugeIndex(f, 1L << 31)),
                new Attack(
                        "cells-2^62-without-data",
                        FindingCode.TOO_LARGE,
                        f -> hugeIndex(f, 1L << 62)),
                new Attack(
                        "cells-4-million-without-data",
                        FindingCode.EXCEEDS_RESOURCES,
                        f -> hugeIndex(f, 4_000_000)),
                new Attack(
                        "cells-100000-without-data",
                        FindingCode.CORRUPT,
                        f -> hugeIndex(f, 100_000)),
                new Attack(
                        "values-2^31-without-data",
                        FindingCode.TOO_LARGE,
                        f -> hugeData(f, 1L << 31)),
                new Attack(
                        "values-10^9-without-data",
                        FindingCode.EXCEEDS_RESOURCES,
                        f -> hugeData(f, 1_000_000_000)),
                new Attack(
                        "dense-2^31-without-data",
                        FindingCode.SHAPE_MISMATCH,
                        f -> hugeDense(f, 1L << 31, 1L << 31, 1 << 10)),
                new Attack(
                        "tiny-chunks-without-data", FindingCode.CORRUPT, H5adAttacks::tinyChunks),
                new Attack("huge-chunk", FindingCode.TOO_LARGE, H5adAttacks::hugeChunk),
                new Attack(
                        "gzip-bomb-in-chunk",
                        FindingCode.DECOMPRESSION_BOMB,
                        H5adAttacks::gzipBomb),
                new Attack(
                        "gzip-too-short",
                        FindingCode.CORRUPT,
                        f -> chunk(f, CELLS, GENES, deflate(8))),
                new Attack(
                        "gzip-damaged",
                        FindingCode.CORRUPT,
                        f -> chunk(f, CELLS, GENES, new byte[] {1, 2, 3, 4})),
                new Attack("ratio-bomb", FindingCode.DECOMPRESSION_BOMB, H5adAttacks::ratioBomb),
                new Attack(
                        "unknown-filter",
                        FindingCode.UNSUPPORTED_FEATURE,
                        H5adAttacks::unknownFilter),
                new Attack(
                        "external-link",
                        FindingCode.EXTERNAL_REFERENCE,
                        f ->
                                forged(
                                        f,
                                        g -> {
                                            g.delete("X");
                                            g.externalLink("X", "other.h5", "X");
                                        })),
                new Attack(
                        "external-link-in-obs",
                        FindingCode.EXTERNAL_REFERENCE,
                        f ->
                                forged(
                                        f,
                                        g -> {
                                            g.delete("obs/batch");
                                            g.externalLink("obs/batch", "/etc/passwd", "X");
                                        })),
                new Attack(
                        "external-storage",
                        FindingCode.EXTERNAL_REFERENCE,
                        f ->
                                forged(
                                        f,
                                        g -> {
                                            g.delete("X");
                                            g.externalStorage(
                                                    "X",
                                                    H5T_IEEE_F32LE_g(),
                                                    "/etc/passwd",
                                                    CELLS,
                                                    GENES);
                                        })),
                new Attack(
                        "soft-link-loop",
                        FindingCode.CORRUPT,
                        f ->
                                forged(
                                        f,
                                        g -> {
                                            g.delete("X");
                                            g.softLink("X", "/Y");
                                            g.softLink("Y", "/X");
                                        })),
                new Attack(
                        "soft-link-to-itself-in-path",
                        FindingCode.CORRUPT,
                        f ->
                                forged(
                                        f,
                                        g -> {
                                            g.delete("X");
                                            g.softLink("X", "/X/X");
                                        })),
                new Attack(
                        "soft-link-dangling",
                        FindingCode.CORRUPT,
                        f ->
                                forged(
                                        f,
                                        g -> {
                                            g.delete("X");
                                            g.softLink("X", "../../../etc/passwd");
                                        })),
                new Attack(
                        "matrix-is-the-root",
                        FindingCode.UNSUPPORTED_FEATURE,
                        f ->
                                forged(
                                        f,
                                        g -> {
                                            g.delete("X");
                                            g.hardLink("X", "/");
                                        })),
                new Attack("chunk-index-cycle", FindingCode.CORRUPT, H5adAttacks::chunkIndexCycle),
                new Attack(
                        "strings-share-one-megabyte",
                        FindingCode.CORRUPT,
                        H5adAttacks::sharedString),
                new Attack("heap-address-outside", FindingCode.CORRUPT, H5adAttacks::wildString),
                new Attack(
                        "duplicate-genes",
                        FindingCode.DUPLICATE_GENE_NAMES,
                        f ->
                                H5adWriter.write(
                                        f,
                                        AnnData.of(x(), obs(), Frame.of(List.of("g", "g", "h"))))),
                new Attack(
                        "duplicate-cells",
                        FindingCode.DUPLICATE_CELL_NAMES,
                        f ->
                                H5adWriter.write(
                                        f,
                                        AnnData.of(
                                                x(),
                                                Frame.of(List.of("a", "b", "a", "a")),
                                                genes(GENES)))),
                new Attack("nan-batch", FindingCode.BATCH_NAN, H5adAttacks::nanBatch),
                new Attack(
                        "negative-counts",
                        FindingCode.NEGATIVE_VALUES,
                        f -> csr(f, 4, 3, ok(), ix(), new float[] {1, 2, -3, 4, 5})),
                new Attack(
                        "nan-values",
                        FindingCode.NON_FINITE_VALUES,
                        f ->
                                csr(
                                        f,
                                        4,
                                        3,
                                        ok(),
                                        ix(),
                                        new float[] {1, 2, Float.NaN, 4, Float.POSITIVE_INFINITY})),
                new Attack(
                        "no-cells",
                        FindingCode.EMPTY,
                        f ->
                                H5adWriter.write(
                                        f,
                                        AnnData.of(
                                                new CsrMatrix(
                                                        0,
                                                        GENES,
                                                        new int[1],
                                                        new int[0],
                                                        new float[0]),
                                                Frame.of(List.of()),
                                                genes(GENES)))),
                new Attack(
                        "no-genes",
                        FindingCode.EMPTY,
                        f ->
                                H5adWriter.write(
                                        f,
                                        AnnData.of(
                                                new CsrMatrix(
                                                        CELLS,
                                                        0,
                                                        new int[CELLS + 1],
                                                        new int[0],
                                                        new float[0]),
                                                obs(),
                                                Frame.of(List.of())))),
                new Attack(
                        "only-zeros",
                        FindingCode.EMPTY,
                        f ->
                                H5adWriter.write(
                                        f,
                                        AnnData.of(
                                                new DenseMatrix(
                                                        CELLS, GENES, new float[CELLS * GENES]),
                                                obs(),
                                                genes(GENES)))),
                new Attack("no-matrix", FindingCode.EMPTY, f -> forged(f, g -> g.delete("X"))));
    }

    // ---- the honest file that most of them start from

    private static int[] ok() {
        return new int[] {0, 1, 3, 3, 5};
    }

    private static int[] ix() {
        return new int[] {1, 0, 2, 0, 2};
    }

    private static float[] v() {
        return new float[] {1, 2, 3, 4, 5};
    }

    private static Matrix x() {
        return new CsrMatrix(CELLS, GENES, ok(), ix(), v());
    }

    private static Frame obs() {
        return Frame.of(List.of("c0", "c1", "c2", "c3"))
                .with(
                        "batch",
                        new Column.Categorical(new int[] {0, 0, 1, 1}, List.of("a", "b"), false));
    }

    private static Frame genes(int count) {
        String[] names = new String[count];
        Arrays.setAll(names, i -> "g" + i);
        return Frame.of(List.of(names));
    }

    static void honest(Path file) throws IOException {
        H5adWriter.write(file, AnnData.of(x(), obs(), genes(GENES)));
    }

    /** Work on a file that is open for forging. */
    @FunctionalInterface
    private interface Forgery {
        void apply(H5Forge forge) throws IOException;
    }

    private static void forged(Path file, Forgery forgery) throws IOException {
        honest(file);
        try (H5Forge forge = new H5Forge(file)) {
            forgery.apply(forge);
        }
    }

    /** Annotations of 4 x 3, and parts of a csr matrix as they come. */
    private static void csr(
            Path file, long rows, long columns, int[] indptr, int[] indices, float[] data)
            throws IOException {
        try (Hdf5Output out = Hdf5Output.create(file, 0)) {
            annotations(out);
            out.group("X");
            out.attribute("X", "encoding-type", "csr_matrix");
            out.attribute("X", "shape", rows, columns);
            byte[] bytes = new byte[4 * data.length];
            LittleEndian.put(data, 0, data.length, bytes);
            array(out, "X/data", Hdf5Output.FLOAT32, bytes, data.length);
            integers(out, "X/indices", indices);
            integers(out, "X/indptr", indptr);
            out.commit();
        }
    }

    private static void annotations(Hdf5Output out) throws IOException {
        for (String name : List.of("obs", "var")) {
            out.group(name);
            out.attribute(name, "encoding-type", "dataframe");
            out.attribute(name, "_index", "_index");
            out.attribute(name, "column-order", List.of());
            int count = name.equals("obs") ? CELLS : GENES;
            try (Hdf5Output.Rows rows = out.dataset(name + "/_index", Hdf5Output.TEXT, count)) {
                rows.write(count, genes(count).index().toArray(String[]::new));
            }
        }
    }

    private static void integers(Hdf5Output out, String path, int[] values) throws IOException {
        byte[] bytes = new byte[4 * values.length];
        LittleEndian.put(values, 0, values.length, bytes);
        array(out, path, Hdf5Output.INT32, bytes, values.length);
    }

    private static void array(Hdf5Output out, String path, Hdf5Type type, byte[] bytes, int length)
            throws IOException {
        try (Hdf5Output.Rows rows = out.dataset(path, type, length)) {
            rows.write(length, bytes, bytes.length);
        }
    }

    // ---- damaged bytes

    private static void noise(Path file) throws IOException {
        byte[] bytes = new byte[100_000];
        new Random(1).nextBytes(bytes);
        Files.write(file, bytes);
    }

    private static void otherHdf5(Path file) throws IOException {
        try (Hdf5Output out = Hdf5Output.create(file, 0)) {
            out.group("measurements");
            out.commit();
        }
    }

    private static void truncated(Path file, double kept) throws IOException {
        honest(file);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, (int) (bytes.length * kept)));
    }

    private static void onlySignature(Path file) throws IOException {
        honest(file);
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 12));
    }

    /** The index of the chunks of X/data becomes its own child. */
    private static void chunkIndexCycle(Path file) throws IOException {
        forged(
                file,
                forge -> {
                    forge.delete("X");
                    forge.gzipChunks(
                            "X",
                            H5T_IEEE_F32LE_g(),
                            new long[] {CELLS, GENES},
                            new long[] {1, GENES},
                            deflate(4 * GENES));
                });
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int at : find(bytes, "TREE".getBytes(StandardCharsets.US_ASCII))) {
            if (bytes[at + 4] == 1) { // an index of chunks
                bytes[at + 5] = 1; // with children
                int key = 8 + 8 * 3; // size, mask, offsets
                buffer.putLong(at + 24 + key, at);
            }
        }
        Files.write(file, bytes);
    }

    /** Ten thousand strings that are one and the same megabyte. */
    private static void sharedString(Path file) throws IOException {
        String[] texts = new String[10_000];
        Arrays.fill(texts, "b");
        texts[0] = "a".repeat(1 << 20);
        index(file, texts);
        byte[] bytes = Files.readAllBytes(file);
        int first = element(bytes, 1 << 20);
        for (int i = 1; i < texts.length; i++) {
            System.arraycopy(bytes, first, bytes, first + 16 * i, 16);
        }
        Files.write(file, bytes);
    }

    private static void wildString(Path file) throws IOException {
        index(file, new String[] {"a".repeat(12_345), "b", "c", "d"});
        byte[] bytes = Files.readAllBytes(file);
        int first = element(bytes, 12_345);
        ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(first + 4, Long.MAX_VALUE - 7);
        Files.write(file, bytes);
    }

    private static void index(Path file, String[] names) throws IOException {
        csr(file, 4, 3, ok(), ix(), v());
        try (H5Forge forge = new H5Forge(file)) {
            forge.delete("obs/_index");
        }
        Path other = file.resolveSibling(file.getFileName() + ".new");
        try (Hdf5Output out = Hdf5Output.create(other, 0)) {
            out.group("var");
            out.group("obs");
            out.attribute("obs", "_index", "_index");
            out.attribute("obs", "column-order", List.of());
            try (Hdf5Output.Rows rows = out.dataset("obs/_index", Hdf5Output.TEXT, names.length)) {
                rows.write(names.length, names);
            }
            out.commit();
        }
        Files.delete(file);
        Files.move(other, file);
    }

    /** Where the element of a string of this length lies: length, address, index. */
    private static int element(byte[] bytes, int length) {
        byte[] wanted =
                ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(length).array();
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int at : find(bytes, wanted)) {
            long address = at + 16 <= bytes.length ? buffer.getLong(at + 4) : 0;
            if (address > 0
                    && address < bytes.length - 4
                    && buffer.getInt((int) address) == 0x4c4f4347) { // "GCOL"
                return at;
            }
        }
        throw new IllegalStateException("the string was not found");
    }

    private static List<Integer> find(byte[] bytes, byte[] wanted) {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i + wanted.length <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                found.add(i);
            }
        }
        return Collections.unmodifiableList(found);
    }

    // ---- sizes

    private static void hugeIndex(Path file, long cells) throws IOException {
        forged(
                file,
                forge -> {
                    forge.delete("obs/_index");
                    forge.gzipChunks(
                            "obs/_index",
                            H5T_STD_I32LE_g(),
                            new long[] {cells},
                            new long[] {1 << 20},
                            new byte[0][]);
                });
    }

    private static void hugeData(Path file, long values) throws IOException {
        forged(
                file,
                forge -> {
                    for (String part : List.of("X/data", "X/indices")) {
                        forge.delete(part);
                        forge.gzipChunks(
                                part,
                                H5T_STD_I32LE_g(),
                                new long[] {values},
                                new long[] {1 << 20},
                                new byte[0][]);
                    }
                    forge.delete("X/indptr");
                    forge.gzipChunks(
                            "X/indptr",
                            H5T_STD_I32LE_g(),
                            new long[] {CELLS + 1},
                            new long[] {CELLS + 1},
                            gzip(LittleEndianInts.of(0, 0, 0, 0, (int) values)));
                });
    }

    private static void hugeDense(Path file, long rows, long columns, long chunk)
            throws IOException {
        forged(
                file,
                forge -> {
                    forge.delete("X");
                    forge.gzipChunks(
                            "X",
                            H5T_IEEE_F32LE_g(),
                            new long[] {rows, columns},
                            new long[] {chunk, chunk},
                            new byte[0][]);
                });
    }

    /** 100,000 x 4 with a chunk for each value and none of them there. */
    private static void tinyChunks(Path file) throws IOException {
        int cells = 100_000;
        String[] names = new String[cells];
        Arrays.setAll(names, i -> "c" + i);
        H5adWriter.write(
                file,
                AnnData.of(
                        new CsrMatrix(cells, 4, new int[cells + 1], new int[0], new float[0]),
                        Frame.of(List.of(names)),
                        genes(4)));
        try (H5Forge forge = new H5Forge(file)) {
            forge.delete("X");
            forge.gzipChunks(
                    "X",
                    H5T_IEEE_F32LE_g(),
                    new long[] {cells, 4},
                    new long[] {1, 1},
                    new byte[0][]);
        }
    }

    private static void hugeChunk(Path file) throws IOException {
        forged(
                file,
                forge -> {
                    forge.delete("X");
                    forge.gzipChunks(
                            "X",
                            H5T_IEEE_F32LE_g(),
                            new long[] {CELLS, GENES},
                            new long[] {1 << 14, 1 << 15},
                            deflate(1 << 20));
                });
    }

    /** Half a megabyte that would become half a gigabyte, in a chunk of four megabytes. */
    private static void gzipBomb(Path file) throws IOException {
        chunk(file, 1024, 1024, deflate(512L << 20));
    }

    private static void chunk(Path file, long rows, long columns, byte[] stored)
            throws IOException {
        forged(
                file,
                forge -> {
                    forge.delete("X");
                    forge.gzipChunks(
                            "X",
                            H5T_IEEE_F32LE_g(),
                            new long[] {CELLS, GENES},
                            new long[] {rows, columns},
                            stored);
                });
    }

    /** Honest chunks, each a thousandth of what it becomes: 1.3 GB in 1.3 MB. */
    private static void ratioBomb(Path file) throws IOException {
        int chunk = 8 << 20;
        byte[] zeros = deflate(4L * chunk);
        byte[][] stored = new byte[20][];
        Arrays.fill(stored, zeros);
        long values = (long) chunk * stored.length;
        forged(
                file,
                forge -> {
                    for (String part : List.of("X/data", "X/indices")) {
                        forge.delete(part);
                        forge.gzipChunks(
                                part,
                                H5T_STD_I32LE_g(),
                                new long[] {values},
                                new long[] {chunk},
                                stored);
                    }
                    forge.delete("X/indptr");
                    forge.gzipChunks(
                            "X/indptr",
                            H5T_STD_I32LE_g(),
                            new long[] {CELLS + 1},
                            new long[] {CELLS + 1},
                            gzip(LittleEndianInts.of(0, 0, 0, 0, (int) values)));
                });
    }

    private static void unknownFilter(Path file) throws IOException {
        forged(
                file,
                forge -> {
                    forge.delete("X");
                    forge.filteredChunks(
                            "X",
                            H5T_IEEE_F32LE_g(),
                            32015, // zstandard
                            new long[] {CELLS, GENES},
                            new long[] {CELLS, GENES},
                            new byte[] {1, 2, 3});
                });
    }

    private static byte[] deflate(long zeros) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new DeflaterOutputStream(bytes, new Deflater(9))) {
            byte[] block = new byte[1 << 16];
            for (long left = zeros; left > 0; left -= block.length) {
                out.write(block, 0, (int) Math.min(left, block.length));
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new DeflaterOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    // ---- values

    private static void badCode(Path file) throws IOException {
        forged(
                file,
                forge -> {
                    forge.delete("obs/batch/codes");
                    forge.gzipChunks(
                            "obs/batch/codes",
                            H5T_STD_I32LE_g(),
                            new long[] {CELLS},
                            new long[] {CELLS},
                            gzip(LittleEndianInts.of(0, 1, 2, 0)));
                });
    }

    private static void nanBatch(Path file) throws IOException {
        Frame obs =
                obs().with(
                                "batch",
                                new Column.Categorical(
                                        new int[] {0, -1, 1, 1}, List.of("a", "b"), false));
        H5adWriter.write(file, new AnnData(x(), obs, genes(GENES), Map.of(), Map.of()));
    }

    /** Integers as little-endian bytes. */
    private static final class LittleEndianInts {
        private LittleEndianInts() {}

        static byte[] of(int... values) {
            byte[] bytes = new byte[4 * values.length];
            LittleEndian.put(values, 0, values.length, bytes);
            return bytes;
        }
    }
}
