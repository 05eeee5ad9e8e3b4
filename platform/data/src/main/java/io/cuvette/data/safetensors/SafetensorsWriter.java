package io.cuvette.data.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes a safetensors file.
 *
 * <p>The same tensors and metadata give the same bytes, in whatever order they were added: tensors
 * go by falling element size (so every one is aligned), then by name; the header is padded with
 * spaces to a multiple of eight bytes. Values are taken when the file is written, not when they are
 * added; arrays must not change in between. Not for use by several threads.
 */
public final class SafetensorsWriter {
    private static final int CHUNK_BYTES = 1 << 16;

    /** Writes the values of one tensor, little-endian and row-major, and nothing else. */
    @FunctionalInterface
    public interface TensorSource {
        void writeTo(OutputStream target) throws IOException;
    }

    private record Entry(
            String name, TensorType type, List<Long> shape, long byteLength, TensorSource source) {}

    private final SortedMap<String, String> metadata = new TreeMap<>();
    private final SortedMap<String, Entry> entries = new TreeMap<>();

    public SafetensorsWriter metadata(String key, String value) {
        metadata.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
        return this;
    }

    public SafetensorsWriter metadata(Map<String, String> values) {
        values.forEach(this::metadata);
        return this;
    }

    /** Adds an F32 tensor. */
    public SafetensorsWriter add(String name, float[] values, long... shape) {
        return addArray(
                name,
                TensorType.F32,
                values.length,
                shape,
                (chunk, from, count) -> chunk.asFloatBuffer().put(values, from, count));
    }

    /** Adds an F64 tensor. */
    public SafetensorsWriter add(String name, double[] values, long... shape) {
        return addArray(
                name,
                TensorType.F64,
                values.length,
                shape,
                (chunk, from, count) -> chunk.asDoubleBuffer().put(values, from, count));
    }

    /** Adds an I64 tensor. */
    public SafetensorsWriter add(String name, long[] values, long... shape) {
        return addArray(
                name,
                TensorType.I64,
                values.length,
                shape,
                (chunk, from, count) -> chunk.asLongBuffer().put(values, from, count));
    }

    /** Adds an I32 tensor. */
    public SafetensorsWriter add(String name, int[] values, long... shape) {
        return addArray(
                name,
                TensorType.I32,
                values.length,
                shape,
                (chunk, from, count) -> chunk.asIntBuffer().put(values, from, count));
    }

    /** Adds a U8 tensor. */
    public SafetensorsWriter add(String name, byte[] values, long... shape) {
        return add(name, TensorType.U8, shape, ByteBuffer.wrap(values));
    }

    /**
     * Adds a tensor of any type from its bytes.
     *
     * @param littleEndian the remaining bytes are the values; the buffer's position is left alone
     */
    public SafetensorsWriter add(
            String name, TensorType type, long[] shape, ByteBuffer littleEndian) {
        ByteBuffer bytes = littleEndian.slice();
        return add(
                name,
                type,
                shape,
                target -> {
                    ByteBuffer rest = bytes.duplicate();
                    byte[] chunk = new byte[Math.min(CHUNK_BYTES, rest.remaining())];
                    while (rest.hasRemaining()) {
                        int count = Math.min(chunk.length, rest.remaining());
                        rest.get(chunk, 0, count);
                        target.write(chunk, 0, count);
                    }
                });
    }

    /**
     * Adds a tensor whose values are made while the file is written; a source that writes another
     * number of bytes than type and shape need fails the write.
     */
    public SafetensorsWriter add(String name, TensorType type, long[] shape, TensorSource source) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(source, "source");
        if (name.equals(SafetensorsHeader.METADATA) || name.length() > SafetensorsHeader.MAX_NAME) {
            throw new IllegalArgumentException("A tensor cannot be named " + name);
        }
        List<Long> dimensions = Arrays.stream(shape).boxed().toList();
        long byteLength;
        try {
            byteLength = SafetensorsHeader.byteLength(name, type, dimensions);
        } catch (SafetensorsException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        Entry entry = new Entry(name, type, dimensions, byteLength, source);
        if (entries.putIfAbsent(name, entry) != null) {
            throw new IllegalArgumentException("Tensor %s was added before".formatted(name));
        }
        return this;
    }

    /**
     * Writes the file aside, forces it to disk, and renames it into place: a reader sees the old
     * file or the whole new one, also after a power cut.
     */
    public WrittenFile writeTo(Path file) throws IOException {
        return AtomicFile.write(file, this::writeTo);
    }

    /** Writes to a stream, which is neither buffered nor closed. */
    public void writeTo(OutputStream target) throws IOException {
        List<Entry> ordered = new ArrayList<>(entries.values());
        // stable: entries of one size keep the order of their names
        ordered.sort(Comparator.comparingInt(entry -> -entry.type().bytes()));
        byte[] header = header(ordered);
        ByteBuffer length =
                ByteBuffer.allocate(SafetensorsHeader.LENGTH_BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(header.length);
        target.write(length.array());
        target.write(header);
        for (Entry entry : ordered) {
            ExactOutput exact = new ExactOutput(target, entry.name(), entry.byteLength());
            entry.source().writeTo(exact);
            exact.finish();
        }
    }

    private byte[] header(List<Entry> ordered) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
            json.writeStartObject();
            if (!metadata.isEmpty()) {
                json.writeObjectFieldStart(SafetensorsHeader.METADATA);
                for (Map.Entry<String, String> entry : metadata.entrySet()) {
                    json.writeStringField(entry.getKey(), entry.getValue());
                }
                json.writeEndObject();
            }
            long next = 0;
            for (Entry entry : ordered) {
                json.writeObjectFieldStart(entry.name());
                json.writeStringField("dtype", entry.type().name());
                json.writeFieldName("shape");
                writeIntegers(json, entry.shape());
                json.writeFieldName("data_offsets");
                writeIntegers(json, List.of(next, Math.addExact(next, entry.byteLength())));
                json.writeEndObject();
                next += entry.byteLength();
            }
            json.writeEndObject();
        }
        while (bytes.size() % 8 != 0) {
            bytes.write(' ');
        }
        if (bytes.size() > SafetensorsHeader.MAX_BYTES) {
            throw new SafetensorsException(
                    SafetensorsError.HEADER_TOO_LARGE,
                    "The header would have %d bytes".formatted(bytes.size()));
        }
        return bytes.toByteArray();
    }

    private static void writeIntegers(JsonGenerator json, List<Long> values) throws IOException {
        json.writeStartArray();
        for (long value : values) {
            json.writeNumber(value);
        }
        json.writeEndArray();
    }

    private interface ChunkFiller {
        Buffer fill(ByteBuffer chunk, int from, int count);
    }

    private SafetensorsWriter addArray(
            String name, TensorType type, int length, long[] shape, ChunkFiller filler) {
        int chunkElements = CHUNK_BYTES / type.bytes();
        TensorSource source =
                target -> {
                    ByteBuffer chunk =
                            ByteBuffer.allocate(Math.min(chunkElements, length) * type.bytes())
                                    .order(ByteOrder.LITTLE_ENDIAN);
                    for (int from = 0; from < length; from += chunkElements) {
                        int count = Math.min(chunkElements, length - from);
                        filler.fill(chunk, from, count);
                        target.write(chunk.array(), 0, count * type.bytes());
                    }
                };
        long elements = Arrays.stream(shape).reduce(1L, Math::multiplyExact);
        if (elements != length) {
            throw new IllegalArgumentException(
                    "Tensor %s: shape %s does not hold %d values"
                            .formatted(name, Arrays.toString(shape), length));
        }
        return add(name, type, shape, source);
    }

    /** Passes on exactly the announced number of bytes, or fails. */
    private static final class ExactOutput extends OutputStream {
        private final OutputStream target;
        private final String name;
        private long left;

        ExactOutput(OutputStream target, String name, long bytes) {
            this.target = target;
            this.name = name;
            this.left = bytes;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            left -= length;
            if (left < 0) {
                throw mismatch("more");
            }
            target.write(bytes, offset, length);
        }

        void finish() throws SafetensorsException {
            if (left != 0) {
                throw mismatch("fewer");
            }
        }

        private SafetensorsException mismatch(String how) {
            return new SafetensorsException(
                    SafetensorsError.SIZE_MISMATCH,
                    "The source of tensor %s wrote %s bytes than its shape has"
                            .formatted(name, how));
        }
    }
}
