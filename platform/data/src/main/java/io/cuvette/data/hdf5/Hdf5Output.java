package io.cuvette.data.hdf5;

import static io.cuvette.data.hdf5.NativeTypes.check;
import static org.bytedeco.hdf5.global.hdf5.*;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * A new HDF5 file, written with the HDF Group's library. The library is given only files of our own
 * making. It is not safe for threads: a lock of the class serialises all calls, block by block.
 *
 * <p>The file appears under its name when {@link #commit()} returns; until then it lies beside it
 * and {@link #close()} removes it.
 */
public final class Hdf5Output implements Closeable {

    /** Booleans as h5py stores them. */
    public static final Hdf5Type.Enumeration BOOLEAN =
            new Hdf5Type.Enumeration(
                    new Hdf5Type.Int(1, true, ByteOrder.LITTLE_ENDIAN),
                    Map.of(0L, "FALSE", 1L, "TRUE"));

    public static final Hdf5Type INT8 = new Hdf5Type.Int(1, true, ByteOrder.LITTLE_ENDIAN);
    public static final Hdf5Type INT16 = new Hdf5Type.Int(2, true, ByteOrder.LITTLE_ENDIAN);
    public static final Hdf5Type INT32 = new Hdf5Type.Int(4, true, ByteOrder.LITTLE_ENDIAN);
    public static final Hdf5Type INT64 = new Hdf5Type.Int(8, true, ByteOrder.LITTLE_ENDIAN);
    public static final Hdf5Type FLOAT32 = new Hdf5Type.Real(4, ByteOrder.LITTLE_ENDIAN);
    public static final Hdf5Type FLOAT64 = new Hdf5Type.Real(8, ByteOrder.LITTLE_ENDIAN);
    public static final Hdf5Type TEXT = new Hdf5Type.VariableText(16, true);

    /** Bytes of a chunk, about; small enough for readers that take slices. */
    private static final int CHUNK_BYTES = 256 << 10;

    private static final Object LIBRARY = new Object();

    private static final int SPACE_NULL = 2;
    private static final int SPACE_SCALAR = 0;
    private static final int TRUNCATE = 2;
    private static final int CHARSET_UTF8 = 1;

    private final Path target;
    private final Path part;
    private final int gzipLevel;
    private long file;
    private final long linkProperties;

    private Hdf5Output(Path target, int gzipLevel) throws IOException {
        this.target = target.toAbsolutePath();
        this.part = this.target.resolveSibling(this.target.getFileName() + ".part");
        this.gzipLevel = gzipLevel;
        synchronized (LIBRARY) {
            check(H5open());
            check(H5Eset_auto2(H5E_DEFAULT, null, null));
            linkProperties = check(H5Pcreate(H5P_CLS_LINK_CREATE_ID_g()));
            check(H5Pset_char_encoding(linkProperties, CHARSET_UTF8));
            try (BytePointer name = NativeText.of(part.toString())) {
                file = check(H5Fcreate(name, TRUNCATE, 0, 0));
            }
        }
    }

    /**
     * @param gzipLevel 1 to 9, or 0 for no compression
     */
    public static Hdf5Output create(Path target, int gzipLevel) throws IOException {
        return new Hdf5Output(target, gzipLevel);
    }

    /** Whether the library is there for this operating system. */
    public static boolean isAvailable() {
        try {
            synchronized (LIBRARY) {
                return H5open() >= 0;
            }
        } catch (LinkageError e) {
            return false;
        }
    }

    /** Creates a group; its parent exists. */
    public void group(String path) throws IOException {
        synchronized (LIBRARY) {
            try (BytePointer name = NativeText.of(path)) {
                check(H5Gclose(check(H5Gcreate2(file, name, linkProperties, 0, 0))));
            }
        }
    }

    public void attribute(String path, String name, String value) throws IOException {
        attribute(path, name, TEXT, new long[0], new String[] {value});
    }

    /** Strings; none of them gives an empty float64 array, as h5py writes it. */
    public void attribute(String path, String name, List<String> values) throws IOException {
        if (values.isEmpty()) {
            attribute(path, name, FLOAT64, new long[] {0}, new byte[0]);
        } else {
            attribute(path, name, TEXT, new long[] {values.size()}, values.toArray(String[]::new));
        }
    }

    public void attribute(String path, String name, boolean value) throws IOException {
        attribute(path, name, BOOLEAN, new long[0], new byte[] {(byte) (value ? 1 : 0)});
    }

    public void attribute(String path, String name, long... values) throws IOException {
        attribute(path, name, INT64, new long[] {values.length}, LittleEndian.bytes(values));
    }

    private void attribute(
            String path, String name, Hdf5Type type, long[] dimensions, String[] texts)
            throws IOException {
        synchronized (LIBRARY) {
            try (NativeText text = new NativeText(texts)) {
                attribute(path, name, type, dimensions, text.addresses());
            }
        }
    }

    /** An attribute of any type without strings of variable length. */
    public void attribute(String path, String name, Hdf5Type type, long[] dimensions, byte[] value)
            throws IOException {
        synchronized (LIBRARY) {
            try (BytePointer bytes = new BytePointer(Math.max(1, value.length))) {
                bytes.put(value, 0, value.length);
                attribute(path, name, type, dimensions, bytes);
            }
        }
    }

    /** Copies an attribute of another file; object references are not copied. */
    public void attribute(String path, Hdf5Attribute source) throws IOException {
        if (source.type() instanceof Hdf5Type.VariableText && !source.isNull()) {
            attribute(
                    path,
                    source.name(),
                    source.type(),
                    source.dimensions(),
                    source.texts().toArray(String[]::new));
        } else {
            byte[] value = new byte[source.bytes().remaining()];
            source.bytes().get(value);
            attribute(
                    path,
                    source.name(),
                    source.type(),
                    source.isNull() ? null : source.dimensions(),
                    value);
        }
    }

    /** An attribute that refers to another object of this file. */
    public void reference(String path, String name, String referenced) throws IOException {
        synchronized (LIBRARY) {
            try (BytePointer value = new BytePointer(8);
                    BytePointer object = NativeText.of(referenced)) {
                check(H5Rcreate(value, file, object, 0, -1));
                attribute(path, name, new Hdf5Type.ObjectReference(8), new long[0], value);
            }
        }
    }

    private void attribute(
            String path, String name, Hdf5Type type, long[] dimensions, Pointer value)
            throws IOException {
        try (BytePointer object = NativeText.of(path);
                BytePointer label = NativeText.of(name)) {
            long node = check(H5Oopen(file, object, 0));
            long typeId = NativeTypes.create(type);
            long space = space(dimensions);
            long attribute = check(H5Acreate2(node, label, typeId, space, 0, 0));
            if (dimensions != null) {
                check(H5Awrite(attribute, typeId, value));
            }
            check(H5Aclose(attribute));
            check(H5Sclose(space));
            check(H5Tclose(typeId));
            check(H5Oclose(node));
        }
    }

    private static long space(long[] dimensions) throws IOException {
        if (dimensions == null || dimensions.length == 0) {
            return check(H5Screate(dimensions == null ? SPACE_NULL : SPACE_SCALAR));
        }
        return check(H5Screate_simple(dimensions.length, dimensions, (long[]) null));
    }

    /**
     * Creates a dataset and leaves it open for its rows.
     *
     * @param dimensions empty for a scalar, null for a dataset without a value
     */
    public Rows dataset(String path, Hdf5Type type, long... dimensions) throws IOException {
        synchronized (LIBRARY) {
            long typeId = NativeTypes.create(type);
            long space = space(dimensions);
            long properties = check(H5Pcreate(H5P_CLS_DATASET_CREATE_ID_g()));
            int[] chunk = chunk(type, dimensions);
            if (chunk.length > 0) {
                long[] extents = new long[chunk.length];
                for (int i = 0; i < chunk.length; i++) {
                    extents[i] = chunk[i];
                }
                check(H5Pset_chunk(properties, chunk.length, extents));
                if (type instanceof Hdf5Type.Int && type.size() > 1) {
                    check(H5Pset_shuffle(properties));
                }
                check(H5Pset_deflate(properties, gzipLevel));
            }
            try (BytePointer name = NativeText.of(path)) {
                long dataset =
                        check(H5Dcreate2(file, name, typeId, space, linkProperties, properties, 0));
                return new Rows(dataset, typeId, type, dimensions, chunk);
            } finally {
                check(H5Pclose(properties));
                check(H5Sclose(space));
            }
        }
    }

    /** Extents of the chunks; none for what is small or has no rows. */
    private int[] chunk(Hdf5Type type, long[] dimensions) {
        int size = NativeTypes.memorySize(type);
        long values = dimensions == null || dimensions.length == 0 ? 0 : 1;
        if (values > 0) {
            for (long extent : dimensions) {
                values *= extent;
            }
        }
        if (gzipLevel == 0 || values * size <= 4096 || type instanceof Hdf5Type.VariableText) {
            return new int[0];
        }
        int[] chunk = new int[dimensions.length];
        long room = Math.max(1, CHUNK_BYTES / size);
        for (int d = dimensions.length - 1; d >= 0; d--) {
            chunk[d] = (int) Math.max(1, Math.min(dimensions[d], room));
            room = Math.max(1, room / chunk[d]);
        }
        return chunk;
    }

    /** Finishes the file and gives it its name. */
    public void commit() throws IOException {
        closeFile();
        Files.move(
                part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private void closeFile() throws IOException {
        synchronized (LIBRARY) {
            if (file != 0) {
                long id = file;
                file = 0;
                check(H5Pclose(linkProperties));
                check(H5Fclose(id));
            }
        }
    }

    @Override
    public void close() throws IOException {
        closeFile();
        Files.deleteIfExists(part);
    }

    /** An open dataset, filled from its first row to its last. */
    public static final class Rows implements Closeable {

        private final long dataset;
        private final long type;
        private final Hdf5Type elementType;
        private final long[] dimensions;
        private final int[] chunk;
        private long next;

        private Rows(
                long dataset, long type, Hdf5Type elementType, long[] dimensions, int[] chunk) {
            this.dataset = dataset;
            this.type = type;
            this.elementType = elementType;
            this.dimensions = dimensions;
            this.chunk = chunk;
        }

        /** A number of rows that is cheap to write at once. */
        public int rowsPerBlock() {
            long row = NativeTypes.memorySize(elementType);
            for (int d = 1; d < dimensions.length; d++) {
                row *= dimensions[d];
            }
            long rows = Math.max(1, (4L << 20) / Math.max(1, row));
            return (int)
                    (chunk.length == 0 ? rows : Math.max(1, rows / chunk[0]) * (long) chunk[0]);
        }

        /** The next rows, as bytes of the dataset's own type. */
        public void write(int rows, byte[] bytes, int length) throws IOException {
            synchronized (LIBRARY) {
                try (BytePointer pointer = new BytePointer(Math.max(1, length))) {
                    pointer.put(bytes, 0, length);
                    write(rows, pointer);
                }
            }
        }

        /** The next rows of a dataset of strings of variable length. */
        public void write(int rows, String[] texts) throws IOException {
            synchronized (LIBRARY) {
                try (NativeText text = new NativeText(texts)) {
                    write(rows, text.addresses());
                }
            }
        }

        /**
         * The next rows of a dataset of records.
         *
         * @param members for each member its values: {@code String[]} for strings of variable
         *     length, else {@code byte[]}
         */
        public void writeRecords(int rows, Hdf5Type.Compound type, List<Object> members)
                throws IOException {
            int size = NativeTypes.memorySize(type);
            ByteBuffer records =
                    ByteBuffer.allocate(Math.multiplyExact(rows, size))
                            .order(ByteOrder.nativeOrder());
            List<NativeText> texts = new ArrayList<>();
            try {
                int offset = 0;
                for (int m = 0; m < members.size(); m++) {
                    int width = NativeTypes.memorySize(type.members().get(m).type());
                    if (members.get(m) instanceof String[] strings) {
                        NativeText text = new NativeText(strings);
                        texts.add(text);
                        for (int i = 0; i < rows; i++) {
                            records.putLong(i * size + offset, text.address(i));
                        }
                    } else {
                        byte[] bytes = (byte[]) members.get(m);
                        for (int i = 0; i < rows; i++) {
                            records.put(i * size + offset, bytes, i * width, width);
                        }
                    }
                    offset += width;
                }
                write(rows, records.array(), rows * size);
            } finally {
                texts.forEach(NativeText::close);
            }
        }

        void write(int rows, Pointer memory) throws IOException {
            if (dimensions.length == 0) {
                check(H5Dwrite(dataset, type, 0, 0, 0, memory));
                return;
            }
            long[] start = new long[dimensions.length];
            long[] count = dimensions.clone();
            start[0] = next;
            count[0] = rows;
            for (long extent : count) {
                if (extent == 0) {
                    return;
                }
            }
            long fileSpace = check(H5Screate_simple(dimensions.length, dimensions, (long[]) null));
            long memorySpace = check(H5Screate_simple(count.length, count, (long[]) null));
            check(H5Sselect_hyperslab(fileSpace, 0, start, null, count, (long[]) null));
            check(H5Dwrite(dataset, type, memorySpace, fileSpace, 0, memory));
            check(H5Sclose(memorySpace));
            check(H5Sclose(fileSpace));
            next += rows;
        }

        @Override
        public void close() throws IOException {
            synchronized (LIBRARY) {
                check(H5Dclose(dataset));
                check(H5Tclose(type));
            }
        }
    }
}
