package io.cuvette.data.safetensors;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * Random access to the tensors of one safetensors file.
 *
 * <p>{@link #open} validates the whole header, so an open reader describes a file without holes,
 * overlaps or lies about sizes. Values are copied out by reads at a position: nothing is mapped,
 * results stay valid after {@link #close}, and every method may be called from several threads. A
 * read after close throws {@link java.nio.channels.ClosedChannelException}.
 *
 * <p>Format: <a href="https://github.com/huggingface/safetensors#format">safetensors</a>.
 */
public final class SafetensorsReader implements Closeable {
    private static final int CHUNK_BYTES = 1 << 16;

    private final FileChannel channel;
    private final SafetensorsHeader header;

    private SafetensorsReader(FileChannel channel, SafetensorsHeader header) {
        this.channel = channel;
        this.header = header;
    }

    /**
     * @throws SafetensorsException if the file is not a valid safetensors file
     */
    public static SafetensorsReader open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return new SafetensorsReader(channel, readHeader(channel));
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            throw e;
        }
    }

    private static SafetensorsHeader readHeader(FileChannel channel) throws IOException {
        long fileSize = channel.size();
        if (fileSize < SafetensorsHeader.LENGTH_BYTES) {
            throw new SafetensorsException(
                    SafetensorsError.FILE_TOO_SHORT,
                    "The file has %d bytes; even an empty one has more".formatted(fileSize));
        }
        ByteBuffer length =
                ByteBuffer.allocate(SafetensorsHeader.LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        readFully(channel, length, 0);
        long headerBytes = SafetensorsHeader.checkLength(length.flip().getLong(), fileSize);
        long dataStart = SafetensorsHeader.LENGTH_BYTES + headerBytes;
        InputStream json =
                new BufferedInputStream(
                        new ChannelSlice(channel, SafetensorsHeader.LENGTH_BYTES, headerBytes),
                        CHUNK_BYTES);
        return SafetensorsHeader.read(json, dataStart, fileSize);
    }

    /** The tensors by name, in the order of their bytes in the file. */
    public Map<String, TensorInfo> tensors() {
        return header.tensors();
    }

    /** The names, in the order of their bytes in the file. */
    public Collection<String> names() {
        return header.tensors().keySet();
    }

    public Map<String, String> metadata() {
        return header.metadata();
    }

    public Optional<TensorInfo> find(String name) {
        return Optional.ofNullable(header.tensors().get(name));
    }

    /**
     * @throws SafetensorsException {@code NO_SUCH_TENSOR}
     */
    public TensorInfo info(String name) throws SafetensorsException {
        TensorInfo info = header.tensors().get(name);
        if (info == null) {
            throw new SafetensorsException(
                    SafetensorsError.NO_SUCH_TENSOR, "There is no tensor %s".formatted(name));
        }
        return info;
    }

    /**
     * Fills the remainder of {@code target} with a part of a tensor's bytes, little-endian.
     *
     * @param offset first byte, relative to the tensor
     * @throws IndexOutOfBoundsException if the tensor ends before the target is full
     */
    public void read(String name, long offset, ByteBuffer target) throws IOException {
        TensorInfo info = info(name);
        if (offset < 0 || target.remaining() > info.byteLength() - offset) {
            throw new IndexOutOfBoundsException(
                    "tensor %s has %d bytes; asked for %d from %d"
                            .formatted(name, info.byteLength(), target.remaining(), offset));
        }
        readFully(channel, target, info.position() + offset);
    }

    /** All bytes of a tensor in a fresh little-endian buffer, of any type. */
    public ByteBuffer buffer(String name) throws IOException {
        TensorInfo info = info(name);
        ByteBuffer bytes =
                ByteBuffer.allocate(arrayLength(info, info.byteLength()))
                        .order(ByteOrder.LITTLE_ENDIAN);
        readFully(channel, bytes, info.position());
        return bytes.flip();
    }

    /** The values of an F32 tensor, or of an F16 or BF16 one, which widen without loss. */
    public float[] floats(String name) throws IOException {
        TensorInfo info = info(name);
        if (!TensorValues.isFloat(info.type())) {
            throw wrongType(info, "F32, F16 or BF16");
        }
        float[] values = new float[arrayLength(info, info.elements())];
        stream(info, (chunk, from) -> TensorValues.floats(info.type(), chunk, values, from));
        return values;
    }

    /** The values of an F64 tensor, or of an F32, F16 or BF16 one, which widen without loss. */
    public double[] doubles(String name) throws IOException {
        TensorInfo info = info(name);
        if (info.type() != TensorType.F64 && !TensorValues.isFloat(info.type())) {
            throw wrongType(info, "F64, F32, F16 or BF16");
        }
        double[] values = new double[arrayLength(info, info.elements())];
        stream(info, (chunk, from) -> TensorValues.doubles(info.type(), chunk, values, from));
        return values;
    }

    /** The values of an integer tensor of any width. */
    public long[] longs(String name) throws IOException {
        TensorInfo info = info(name);
        if (!TensorValues.isInteger(info.type())) {
            throw wrongType(info, "I64, I32, I16, I8 or U8");
        }
        long[] values = new long[arrayLength(info, info.elements())];
        stream(info, (chunk, from) -> TensorValues.longs(info.type(), chunk, values, from));
        return values;
    }

    /** The values of an integer tensor of up to 32 bits. */
    public int[] ints(String name) throws IOException {
        TensorInfo info = info(name);
        if (!TensorValues.isInteger(info.type()) || info.type() == TensorType.I64) {
            throw wrongType(info, "I32, I16, I8 or U8");
        }
        int[] values = new int[arrayLength(info, info.elements())];
        stream(info, (chunk, from) -> TensorValues.ints(info.type(), chunk, values, from));
        return values;
    }

    /** The bytes of an I8, U8 or BOOL tensor. */
    public byte[] bytes(String name) throws IOException {
        TensorInfo info = info(name);
        if (info.type().bytes() != 1) {
            throw wrongType(info, "I8, U8 or BOOL");
        }
        return buffer(name).array();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private interface ChunkSink {
        void accept(ByteBuffer chunk, int firstElement);
    }

    private void stream(TensorInfo info, ChunkSink sink) throws IOException {
        ByteBuffer chunk =
                ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, info.byteLength()))
                        .order(ByteOrder.LITTLE_ENDIAN);
        long done = 0;
        while (done < info.byteLength()) {
            chunk.clear().limit((int) Math.min(chunk.capacity(), info.byteLength() - done));
            readFully(channel, chunk, info.position() + done);
            sink.accept(chunk.flip(), (int) (done / info.type().bytes()));
            done += chunk.limit();
        }
    }

    private static int arrayLength(TensorInfo info, long length) throws SafetensorsException {
        if (length > Integer.MAX_VALUE - 8) {
            throw new SafetensorsException(
                    SafetensorsError.TOO_LARGE_FOR_ARRAY,
                    "Tensor %s is larger than an array; read it in parts".formatted(info.name()));
        }
        return (int) length;
    }

    private static SafetensorsException wrongType(TensorInfo info, String wanted) {
        return new SafetensorsException(
                SafetensorsError.WRONG_TYPE,
                "Tensor %s has the type %s; asked for %s"
                        .formatted(info.name(), info.type(), wanted));
    }

    private static void readFully(FileChannel channel, ByteBuffer target, long position)
            throws IOException {
        long next = position;
        while (target.hasRemaining()) {
            int count = channel.read(target, next);
            if (count < 0) {
                throw new SafetensorsException(
                        SafetensorsError.FILE_CHANGED,
                        "The file became shorter while it was read",
                        new EOFException());
            }
            next += count;
        }
    }

    /** A range of a channel as a stream; does not close the channel. */
    private static final class ChannelSlice extends InputStream {
        private final FileChannel channel;
        private final long end;
        private long next;

        ChannelSlice(FileChannel channel, long start, long length) {
            this.channel = channel;
            this.next = start;
            this.end = start + length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            int wanted = (int) Math.min(length, end - next);
            if (wanted == 0) {
                return -1;
            }
            int count = channel.read(ByteBuffer.wrap(target, offset, wanted), next);
            next += Math.max(count, 0);
            return count;
        }
    }
}
