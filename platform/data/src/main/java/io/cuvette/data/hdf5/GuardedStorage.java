package io.cuvette.data.hdf5;

import io.jhdf.Superblock;
import io.jhdf.exceptions.HdfException;
import io.jhdf.storage.HdfBackingStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * The bytes of one file as jHDF sees them: a read outside the file fails before its buffer is
 * allocated, and all metadata reads together have a budget, so that structures that refer to
 * themselves end.
 */
final class GuardedStorage implements HdfBackingStorage {

    /** Metadata of an honest file is read about once; cyclic metadata without end. */
    private static final long WORK_PER_FILE_BYTE = 8;

    private static final long WORK_FLOOR = 64L << 20;

    /** Charged for each read on top of its bytes, so that tiny reads are bounded too. */
    private static final long WORK_PER_READ = 256;

    private static final int LARGEST_METADATA = 64 << 20;

    /** "FAHD" and "BTHD" as little-endian integers. */
    private static final int FIXED_ARRAY_HEADER = 0x44484146;

    private static final int BTREE_V2_HEADER = 0x44485442;

    private final FileChannel channel;
    private final Superblock superblock;
    private final long size;
    private long work;

    GuardedStorage(FileChannel channel, Superblock superblock, long size) {
        this.channel = channel;
        this.superblock = superblock;
        this.size = size;
        this.work = WORK_FLOOR + WORK_PER_FILE_BYTE * size;
    }

    @Override
    public ByteBuffer readBufferFromAddress(long address, int length) {
        charge(length);
        if (length > LARGEST_METADATA) {
            throw new HdfException("metadata block of " + length + " bytes");
        }
        ByteBuffer buffer = allocate(address, length);
        readFully(address, buffer);
        requireHonestCounts(buffer);
        return buffer;
    }

    /**
     * jHDF sizes lists by the counts that headers of chunk indices and B-trees declare; a count
     * that the file cannot hold must not get that far.
     */
    private void requireHonestCounts(ByteBuffer block) {
        if (block.limit() < 24) {
            return;
        }
        long declared = 0;
        switch (block.getInt(0)) {
            case FIXED_ARRAY_HEADER -> declared = lengthAt(block, 8);
            case BTREE_V2_HEADER -> declared = lengthAt(block, 16 + getSizeOfOffsets() + 2);
            default -> {
                // other blocks declare no counts that lists are sized by
            }
        }
        if (declared < 0 || declared > size) {
            throw new HdfException("an index declares more entries than the file can hold");
        }
    }

    private long lengthAt(ByteBuffer block, int position) {
        if (position + getSizeOfLengths() > block.limit()) {
            return 0;
        }
        return GroupLinks.unsigned(
                block.duplicate().order(ByteOrder.LITTLE_ENDIAN).position(position),
                getSizeOfLengths());
    }

    /** Reads raw data, which is not counted as metadata; the caller has bounded its length. */
    ByteBuffer readData(long address, int length) {
        ByteBuffer buffer = allocate(address, length);
        readFully(address, buffer);
        return buffer;
    }

    private ByteBuffer allocate(long address, int length) {
        requireInside(address, length);
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    void requireInside(long address, long length) {
        long start = address + superblock.getBaseAddressByte();
        if (address < 0 || length < 0 || start < 0 || start > size || length > size - start) {
            throw new OutsideFileException();
        }
    }

    private void readFully(long address, ByteBuffer buffer) {
        long position = address + superblock.getBaseAddressByte();
        try {
            while (buffer.hasRemaining()) {
                int read = channel.read(buffer, position);
                if (read < 0) {
                    throw new OutsideFileException();
                }
                position += read;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        buffer.flip();
    }

    private void charge(long bytes) {
        work -= WORK_PER_READ + Math.max(0, bytes);
        if (work < 0) {
            throw new HdfException("metadata refers to itself or is unreasonably large");
        }
    }

    @Override
    public ByteBuffer map(long address, long length) {
        return readBufferFromAddress(address, Math.toIntExact(length));
    }

    @Override
    public ByteBuffer mapNoOffset(long address, long length) {
        return map(address - superblock.getBaseAddressByte(), length);
    }

    @Override
    public long getUserBlockSize() {
        return superblock.getBaseAddressByte();
    }

    @Override
    public Superblock getSuperblock() {
        return superblock;
    }

    @Override
    public FileChannel getFileChannel() {
        throw new UnsupportedOperationException("reads go through the guard");
    }

    @Override
    public int getSizeOfOffsets() {
        return superblock.getSizeOfOffsets();
    }

    @Override
    public int getSizeOfLengths() {
        return superblock.getSizeOfLengths();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public boolean inMemory() {
        return false;
    }

    /** An address or a length points outside the file. */
    static final class OutsideFileException extends HdfException {
        private static final long serialVersionUID = 1L;

        OutsideFileException() {
            super("an address points outside the file");
        }
    }
}
