package io.cuvette.data.attacks;

import static org.bytedeco.hdf5.global.hdf5.H5T_IEEE_F32LE_g;
import static org.bytedeco.hdf5.global.hdf5.H5T_STD_I32LE_g;

import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.CsrMatrix;
import io.cuvette.data.anndata.Frame;
import io.cuvette.data.anndata.Matrix;
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

/** An honest file, and files whose bytes, links or values were tampered with. */
final class H5adForgeries {

    private H5adForgeries() {}

    static final int CELLS = 4;
    static final int GENES = 3;

    static int[] ok() {
        return new int[] {0, 1, 3, 3, 5};
    }

    static int[] ix() {
        return new int[] {1, 0, 2, 0, 2};
    }

    static float[] v() {
        return new float[] {1, 2, 3, 4, 5};
    }

    static Matrix x() {
        return new CsrMatrix(CELLS, GENES, ok(), ix(), v());
    }

    static Frame obs() {
        return Frame.of(List.of("c0", "c1", "c2", "c3"))
                .with(
                        "batch",
                        new Column.Categorical(new int[] {0, 0, 1, 1}, List.of("a", "b"), false));
    }

    static Frame genes(int count) {
        String[] names = new String[count];
        Arrays.setAll(names, i -> "g" + i);
        return Frame.of(List.of(names));
    }

    static void honest(Path file) throws IOException {
        H5adWriter.write(file, AnnData.of(x(), obs(), genes(GENES)));
    }

    /** Work on a file that is open for forging. */
    @FunctionalInterface
    interface Forgery {
        void apply(H5Forge forge) throws IOException;
    }

    static void forged(Path file, Forgery forgery) throws IOException {
        honest(file);
        try (H5Forge forge = new H5Forge(file)) {
            forgery.apply(forge);
        }
    }

    /** Annotations of 4 x 3, and parts of a csr matrix as they come. */
    static void csr(Path file, long rows, long columns, int[] indptr, int[] indices, float[] data)
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

    static void annotations(Hdf5Output out) throws IOException {
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

    static void integers(Hdf5Output out, String path, int[] values) throws IOException {
        byte[] bytes = new byte[4 * values.length];
        LittleEndian.put(values, 0, values.length, bytes);
        array(out, path, Hdf5Output.INT32, bytes, values.length);
    }

    static void array(Hdf5Output out, String path, Hdf5Type type, byte[] bytes, int length)
            throws IOException {
        try (Hdf5Output.Rows rows = out.dataset(path, type, length)) {
            rows.write(length, bytes, bytes.length);
        }
    }

    // ---- damaged bytes

    static void noise(Path file) throws IOException {
        byte[] bytes = new byte[100_000];
        new Random(1).nextBytes(bytes);
        Files.write(file, bytes);
    }

    static void otherHdf5(Path file) throws IOException {
        try (Hdf5Output out = Hdf5Output.create(file, 0)) {
            out.group("measurements");
            out.commit();
        }
    }

    static void truncated(Path file, double kept) throws IOException {
        honest(file);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, (int) (bytes.length * kept)));
    }

    static void onlySignature(Path file) throws IOException {
        honest(file);
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 12));
    }

    /** The index of the chunks of X/data becomes its own child. */
    static void chunkIndexCycle(Path file) throws IOException {
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
    static void sharedString(Path file) throws IOException {
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

    static void wildString(Path file) throws IOException {
        index(file, new String[] {"a".repeat(12_345), "b", "c", "d"});
        byte[] bytes = Files.readAllBytes(file);
        int first = element(bytes, 12_345);
        ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(first + 4, Long.MAX_VALUE - 7);
        Files.write(file, bytes);
    }

    static void index(Path file, String[] names) throws IOException {
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
    static int element(byte[] bytes, int length) {
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

    static List<Integer> find(byte[] bytes, byte[] wanted) {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i + wanted.length <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                found.add(i);
            }
        }
        return Collections.unmodifiableList(found);
    }

    static byte[] deflate(long zeros) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new DeflaterOutputStream(bytes, new Deflater(9))) {
            byte[] block = new byte[1 << 16];
            for (long left = zeros; left > 0; left -= block.length) {
                out.write(block, 0, (int) Math.min(left, block.length));
            }
        }
        return bytes.toByteArray();
    }

    static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new DeflaterOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    // ---- values

    static void badCode(Path file) throws IOException {
        forged(
                file,
                forge -> {
                    forge.delete("obs/batch/codes");
                    forge.gzipChunks(
                            "obs/batch/codes",
                            H5T_STD_I32LE_g(),
                            new long[] {CELLS},
                            new long[] {CELLS},
                            gzip(bytes(0, 1, 2, 0)));
                });
    }

    static void nanBatch(Path file) throws IOException {
        Frame obs =
                obs().with(
                                "batch",
                                new Column.Categorical(
                                        new int[] {0, -1, 1, 1}, List.of("a", "b"), false));
        H5adWriter.write(file, new AnnData(x(), obs, genes(GENES), Map.of(), Map.of()));
    }

    /** Integers as little-endian bytes. */
    static byte[] bytes(int... values) {
        byte[] bytes = new byte[4 * values.length];
        LittleEndian.put(values, 0, values.length, bytes);
        return bytes;
    }
}
