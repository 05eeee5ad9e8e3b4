package io.cuvette.data.attacks;

import static io.cuvette.data.finding.FindingCode.CORRUPT;
import static io.cuvette.data.finding.FindingCode.DECOMPRESSION_BOMB;
import static io.cuvette.data.finding.FindingCode.DUPLICATE_CELL_NAMES;
import static io.cuvette.data.finding.FindingCode.DUPLICATE_GENE_NAMES;
import static io.cuvette.data.finding.FindingCode.EMPTY;
import static io.cuvette.data.finding.FindingCode.EXTERNAL_REFERENCE;
import static io.cuvette.data.finding.FindingCode.INDEX_OUT_OF_RANGE;
import static io.cuvette.data.finding.FindingCode.INDPTR_NOT_MONOTONE;
import static io.cuvette.data.finding.FindingCode.NEGATIVE_VALUES;
import static io.cuvette.data.finding.FindingCode.NON_FINITE_VALUES;
import static io.cuvette.data.finding.FindingCode.SHAPE_MISMATCH;
import static io.cuvette.data.finding.FindingCode.TOO_LARGE;
import static io.cuvette.data.finding.FindingCode.TRUNCATED;
import static io.cuvette.data.finding.FindingCode.UNKNOWN_FORMAT;
import static org.bytedeco.hdf5.global.hdf5.H5T_IEEE_F32LE_g;
import static org.bytedeco.hdf5.global.hdf5.H5T_STD_I32LE_g;

import io.cuvette.data.hdf5.Hdf5Output;
import io.cuvette.data.hdf5.Hdf5Type;
import io.cuvette.data.hdf5.LittleEndian;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Hostile HDF5 files of Cell Ranger. */
final class TenxH5Attacks {

    private static final long[] SHAPE = {3, 4};
    private static final int[] POINTERS = {0, 1, 3, 3, 5};
    private static final int[] INDICES = {1, 0, 2, 0, 2};
    private static final float[] VALUES = {1, 2, 3, 4, 5};
    private static final List<String> GENES = List.of("ACTB", "GAPDH", "EEF2");
    private static final List<String> CELLS = List.of("AAAC-1", "AAAG-1", "AAAT-1", "AACA-1");

    private TenxH5Attacks() {}

    static List<UploadAttack> all() {
        return List.of(
                attack("truncated", TRUNCATED, TenxH5Attacks::truncated),
                attack("other-hdf5", UNKNOWN_FORMAT, f -> forged(f, g -> g.delete("matrix"))),
                attack(
                        "shape-lies",
                        SHAPE_MISMATCH,
                        f -> write(f, new long[] {3, 5}, POINTERS, INDICES, VALUES)),
                attack(
                        "shape-swapped",
                        SHAPE_MISMATCH,
                        f -> write(f, new long[] {4, 3}, POINTERS, INDICES, VALUES)),
                attack(
                        "shape-2^31",
                        TOO_LARGE,
                        f -> write(f, new long[] {3, 1L << 31}, POINTERS, INDICES, VALUES)),
                attack(
                        "shape-negative",
                        CORRUPT,
                        f -> write(f, new long[] {-3, 4}, POINTERS, INDICES, VALUES)),
                attack(
                        "shape-short",
                        SHAPE_MISMATCH,
                        f -> write(f, new long[] {3}, POINTERS, INDICES, VALUES)),
                attack(
                        "indptr-decreases",
                        INDPTR_NOT_MONOTONE,
                        f -> write(f, SHAPE, new int[] {0, 3, 1, 3, 5}, INDICES, VALUES)),
                attack(
                        "indptr-negative",
                        INDPTR_NOT_MONOTONE,
                        f -> write(f, SHAPE, new int[] {0, -1, 3, 3, 5}, INDICES, VALUES)),
                attack(
                        "indptr-past-end",
                        INDPTR_NOT_MONOTONE,
                        f -> write(f, SHAPE, new int[] {0, 1, 3, 3, 900}, INDICES, VALUES)),
                attack(
                        "indptr-short",
                        SHAPE_MISMATCH,
                        f -> write(f, SHAPE, new int[] {0, 5}, INDICES, VALUES)),
                attack(
                        "index-above",
                        INDEX_OUT_OF_RANGE,
                        f -> write(f, SHAPE, POINTERS, new int[] {1, 0, 3, 0, 2}, VALUES)),
                attack(
                        "index-negative",
                        INDEX_OUT_OF_RANGE,
                        f -> write(f, SHAPE, POINTERS, new int[] {1, 0, -2, 0, 2}, VALUES)),
                attack(
                        "data-short",
                        SHAPE_MISMATCH,
                        f -> write(f, SHAPE, POINTERS, INDICES, new float[] {1, 2})),
                attack(
                        "negative",
                        NEGATIVE_VALUES,
                        f -> write(f, SHAPE, POINTERS, INDICES, new float[] {1, -2, 3, 4, 5})),
                attack(
                        "nan",
                        NON_FINITE_VALUES,
                        f ->
                                write(
                                        f,
                                        SHAPE,
                                        POINTERS,
                                        INDICES,
                                        new float[] {1, Float.NaN, 3, 4, 5})),
                attack(
                        "no-values",
                        EMPTY,
                        f -> write(f, SHAPE, new int[5], new int[0], new float[0])),
                attack("no-cells", EMPTY, TenxH5Attacks::noCells),
                attack(
                        "no-genes",
                        EMPTY,
                        f -> write(f, SHAPE, POINTERS, INDICES, VALUES, GENES, CELLS, "Peaks")),
                attack(
                        "duplicate-genes",
                        DUPLICATE_GENE_NAMES,
                        f ->
                                write(
                                        f,
                                        SHAPE,
                                        POINTERS,
                                        INDICES,
                                        VALUES,
                                        List.of("a", "a", "b"),
                                        CELLS,
                                        "Gene Expression")),
                attack(
                        "duplicate-cells",
                        DUPLICATE_CELL_NAMES,
                        f ->
                                write(
                                        f,
                                        SHAPE,
                                        POINTERS,
                                        INDICES,
                                        VALUES,
                                        GENES,
                                        List.of("a", "b", "a", "c"),
                                        "Gene Expression")),
                attack(
                        "external-link",
                        EXTERNAL_REFERENCE,
                        f ->
                                forged(
                                        f,
                                        g -> {
                                            g.delete("matrix/data");
                                            g.externalLink("matrix/data", "/etc/passwd", "x");
                                        })),
                attack(
                        "external-root",
                        EXTERNAL_REFERENCE,
                        f ->
                                forged(
                                        f,
                                        g -> {
                                            g.delete("matrix");
                                            g.externalLink("matrix", "other.h5", "matrix");
                                        })),
                attack(
                        "external-storage",
                        EXTERNAL_REFERENCE,
                        f ->
                                forged(
                                        f,
                                        g -> {
                                            g.delete("matrix/data");
                                            g.externalStorage(
                                                    "matrix/data",
                                                    H5T_IEEE_F32LE_g(),
                                                    "/etc/passwd",
                                                    5);
                                        })),
                attack(
                        "link-loop",
                        CORRUPT,
                        f ->
                                forged(
                                        f,
                                        g -> {
                                            g.delete("matrix/data");
                                            g.softLink("matrix/data", "/matrix/data");
                                        })),
                attack("values-10^9", DECOMPRESSION_BOMB, f -> hugeData(f, 1_000_000_000)),
                attack("values-2^31", TOO_LARGE, f -> hugeData(f, 1L << 31)),
                attack("barcodes-without-data", CORRUPT, TenxH5Attacks::hugeBarcodes),
                attack("huge-chunk", TOO_LARGE, f -> chunk(f, 1L << 29, 1 << 20)),
                attack("gzip-bomb", DECOMPRESSION_BOMB, f -> chunk(f, 1 << 20, 64L << 20)));
    }

    private static UploadAttack attack(String name, Enum<?> expected, UploadAttack.Writer writer) {
        return new UploadAttack("tenx-" + name + ".h5", expected, writer);
    }

    static void honest(Path file) throws IOException {
        write(file, SHAPE, POINTERS, INDICES, VALUES);
    }

    private static void write(Path file, long[] shape, int[] indptr, int[] indices, float[] data)
            throws IOException {
        write(file, shape, indptr, indices, data, GENES, CELLS, "Gene Expression");
    }

    private static void write(
            Path file,
            long[] shape,
            int[] indptr,
            int[] indices,
            float[] data,
            List<String> genes,
            List<String> cells,
            String type)
            throws IOException {
        try (Hdf5Output out = Hdf5Output.create(file, 0)) {
            out.group("matrix");
            out.group("matrix/features");
            texts(out, "matrix/barcodes", cells);
            texts(out, "matrix/features/id", genes);
            texts(out, "matrix/features/name", genes);
            texts(out, "matrix/features/feature_type", genes.stream().map(g -> type).toList());
            byte[] values = new byte[4 * data.length];
            LittleEndian.put(data, 0, data.length, values);
            array(out, "matrix/data", Hdf5Output.FLOAT32, values, data.length);
            integers(out, "matrix/indices", indices);
            integers(out, "matrix/indptr", indptr);
            array(out, "matrix/shape", Hdf5Output.INT64, LittleEndian.bytes(shape), shape.length);
            out.commit();
        }
    }

    private static void texts(Hdf5Output out, String path, List<String> values) throws IOException {
        try (Hdf5Output.Rows rows = out.dataset(path, Hdf5Output.TEXT, values.size())) {
            rows.write(values.size(), values.toArray(String[]::new));
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

    private static void noCells(Path file) throws IOException {
        write(
                file,
                new long[] {3, 0},
                new int[1],
                new int[0],
                new float[0],
                GENES,
                List.of(),
                "Gene Expression");
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

    private static void truncated(Path file) throws IOException {
        honest(file);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length * 2 / 3));
    }

    private static void hugeData(Path file, long values) throws IOException {
        write(
                file,
                SHAPE,
                new int[] {0, 0, 0, 0, (int) Math.min(values, 1 << 30)},
                INDICES,
                VALUES);
        try (H5Forge forge = new H5Forge(file)) {
            for (String part : List.of("matrix/data", "matrix/indices")) {
                forge.delete(part);
                forge.gzipChunks(
                        part,
                        H5T_STD_I32LE_g(),
                        new long[] {values},
                        new long[] {1 << 20},
                        new byte[0][]);
            }
            forge.delete("matrix/indptr");
            byte[] pointers = new byte[20];
            LittleEndian.put(new int[] {0, 0, 0, 0, (int) values}, 0, 5, pointers);
            forge.gzipChunks(
                    "matrix/indptr",
                    H5T_STD_I32LE_g(),
                    new long[] {5},
                    new long[] {5},
                    deflate(pointers, 1));
        }
    }

    private static void hugeBarcodes(Path file) throws IOException {
        write(file, new long[] {3, 100_000}, POINTERS, INDICES, VALUES);
        try (H5Forge forge = new H5Forge(file)) {
            forge.delete("matrix/barcodes");
            forge.gzipChunks(
                    "matrix/barcodes",
                    H5T_STD_I32LE_g(),
                    new long[] {100_000},
                    new long[] {1 << 20},
                    new byte[0][]);
        }
    }

    /** A chunk of so many values, stored as so many zeros. */
    private static void chunk(Path file, long values, long zeros) throws IOException {
        forged(
                file,
                forge -> {
                    forge.delete("matrix/data");
                    forge.gzipChunks(
                            "matrix/data",
                            H5T_IEEE_F32LE_g(),
                            new long[] {5},
                            new long[] {values},
                            deflate(new byte[1 << 16], (int) (zeros >> 16)));
                });
    }

    private static byte[] deflate(byte[] block, int times) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new DeflaterOutputStream(bytes, new Deflater(9))) {
            for (int i = 0; i < times; i++) {
                out.write(block);
            }
        }
        return bytes.toByteArray();
    }
}
