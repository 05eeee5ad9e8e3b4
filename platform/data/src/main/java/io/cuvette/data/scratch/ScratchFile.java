package io.cuvette.data.scratch;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that only this process sees and that is deleted on close; on Linux it has no name even
 * before, so that a killed process leaves nothing. It grows only while a part of the disk stays
 * free. Not for use by several threads.
 */
public final class ScratchFile implements Closeable {

    private static final int PENDING_BYTES = 1 << 20;

    private final FileChannel channel;
    private final DiskReserve disk;
    private final ByteBuffer pending = buffer(PENDING_BYTES);

    /** Where the next appended bytes go. */
    private long end;

    private long written;

    private ScratchFile(FileChannel channel, DiskReserve disk) {
        this.channel = channel;
        this.disk = disk;
    }

    /**
     * @param folder an existing one
     * @throws ScratchException when the disk fails
     */
    public static ScratchFile create(Path folder) {
        try {
            return create(folder, DiskReserve.of(folder));
        } catch (IOException e) {
            throw new ScratchException("cannot make a scratch file", e);
        }
    }

    static ScratchFile create(Path folder, DiskReserve disk) throws IOException {
        Path file = Files.createTempFile(folder, "matrix-", ".scratch");
        try {
            FileChannel channel =
                    FileChannel.open(
                            file,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.DELETE_ON_CLOSE);
            return new ScratchFile(channel, disk);
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /** Room for bytes on their way to or from a file, little-endian. */
    public static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Where to put the next few bytes, which are appended.
     *
     * @param bytes that have to fit, a few
     * @throws ScratchException when the disk fails or too little of it would stay free
     */
    public ByteBuffer room(int bytes) {
        if (pending.remaining() < bytes) {
            flush();
        }
        return pending;
    }

    /** Writes what was appended; to be called before reading. Throws as {@link #room}. */
    public void flush() {
        pending.flip();
        int length = pending.remaining();
        write(pending, end);
        end += length;
        pending.clear();
    }

    /** Writes all bytes of the buffer at a position of the file. Throws as {@link #room}. */
    public void write(ByteBuffer bytes, long position) {
        disk.require(written + bytes.remaining());
        written += bytes.remaining();
        long at = position;
        try {
            while (bytes.hasRemaining()) {
                at += channel.write(bytes, at);
            }
        } catch (IOException e) {
            throw new ScratchException("cannot write to the scratch disk", e);
        }
    }

    /**
     * Fills the buffer from a position of the file on.
     *
     * @throws ScratchException when the disk fails
     */
    public void read(ByteBuffer target, long position) {
        long at = position;
        try {
            while (target.hasRemaining()) {
                int count = channel.read(target, at);
                if (count < 0) {
                    throw new EOFException("the scratch file was cut short while it was in use");
                }
                at += count;
            }
        } catch (IOException e) {
            throw new ScratchException("cannot read from the scratch disk", e);
        }
    }

    /** Deletes the file. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
