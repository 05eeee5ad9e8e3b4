package io.cuvette.data.hdf5;

import io.cuvette.data.ReadLimits;
import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.data.scratch.ScratchException;
import io.jhdf.ObjectHeader;
import io.jhdf.Superblock;
import io.jhdf.Superblock.SuperblockV0V1;
import io.jhdf.Superblock.SuperblockV2V3;
import io.jhdf.exceptions.HdfException;
import io.jhdf.exceptions.UnsupportedHdfException;
import io.jhdf.object.message.DataSpaceMessage;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * An HDF5 file, open for reading. Everything that is wrong with it arrives as {@link
 * DataException}; it never opens another file. Not safe for use by several threads.
 */
public final class Hdf5File implements Closeable {

    private static final byte[] SIGNATURE = {(byte) 137, 72, 68, 70, 13, 10, 26, 10};

    private final FileChannel channel;
    private final GuardedStorage storage;
    private final GlobalHeaps heaps;
    private final ReadLimits limits;
    private final long rootAddress;

    private Hdf5File(
            FileChannel channel, GuardedStorage storage, ReadLimits limits, long rootAddress) {
        this.channel = channel;
        this.storage = storage;
        this.heaps = new GlobalHeaps(storage);
        this.limits = limits;
        this.rootAddress = rootAddress;
    }

    /** Whether the file starts as HDF5 does, at 0 or behind a user block. */
    public static boolean isHdf5(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return signatureOffset(channel) >= 0;
        }
    }

    /**
     * @throws DataException UNKNOWN_FORMAT, TRUNCATED or CORRUPT
     */
    public static Hdf5File open(Path path, ReadLimits limits) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            return guard("", () -> open(channel, limits));
        } catch (Throwable e) {
            channel.close();
            throw e;
        }
    }

    private static Hdf5File open(FileChannel channel, ReadLimits limits) throws IOException {
        long size = channel.size();
        long offset = signatureOffset(channel);
        if (offset < 0) {
            throw new DataException(
                    FindingCode.UNKNOWN_FORMAT,
                    "",
                    "The file is not HDF5: its signature is missing.");
        }
        Superblock superblock = Superblock.readSuperblock(channel, offset);
        if (superblock.getBaseAddressByte() != offset
                || !isAddressSize(superblock.getSizeOfOffsets())
                || !isAddressSize(superblock.getSizeOfLengths())) {
            throw corrupt("", "The superblock contradicts the file.");
        }
        if (superblock.getEndOfFileAddress() > size) {
            throw new DataException(
                    FindingCode.TRUNCATED,
                    "",
                    "The file has %d bytes where its header declares %d. Upload it again."
                            .formatted(size, superblock.getEndOfFileAddress()));
        }
        GuardedStorage storage = new GuardedStorage(channel, superblock, size);
        return new Hdf5File(channel, storage, limits, rootAddress(storage));
    }

    private static long rootAddress(GuardedStorage storage) {
        if (storage.getSuperblock() instanceof SuperblockV2V3 superblock) {
            return superblock.getRootGroupObjectHeaderAddress();
        }
        SuperblockV0V1 superblock = (SuperblockV0V1) storage.getSuperblock();
        // a symbol table entry: offset of the name, then the address of the object header
        int width = storage.getSizeOfOffsets();
        ByteBuffer entry =
                storage.readBufferFromAddress(
                        superblock.getRootGroupSymbolTableAddress()
                                - superblock.getBaseAddressByte(),
                        2 * width);
        entry.position(width);
        return GroupLinks.unsigned(entry, width);
    }

    private static boolean isAddressSize(int bytes) {
        return bytes == 2 || bytes == 4 || bytes == 8;
    }

    private static long signatureOffset(FileChannel channel) throws IOException {
        for (long offset = 0;
                offset + 8 < channel.size();
                offset = offset == 0 ? 512 : 2 * offset) {
            ByteBuffer start = ByteBuffer.allocate(SIGNATURE.length);
            while (start.hasRemaining() && channel.read(start, offset + start.position()) > 0) {
                // a read may be short
            }
            if (Arrays.equals(start.array(), SIGNATURE)) {
                return offset;
            }
        }
        return -1;
    }

    public Hdf5Group root() throws DataException {
        if (node("", rootAddress) instanceof Hdf5Group group) {
            return group;
        }
        throw corrupt("", "The root of the file is not a group.");
    }

    /** The object whose header lies at the address, as object references give it. */
    public Hdf5Node node(String path, long address) throws DataException {
        return guard(
                path,
                () -> {
                    ObjectHeader header = ObjectHeader.readObjectHeader(storage, address);
                    return header.hasMessageOfType(DataSpaceMessage.class)
                            ? new Hdf5Dataset(this, path, header)
                            : new Hdf5Group(this, path, header);
                });
    }

    /** Size of the file in bytes. */
    public long size() {
        return storage.size();
    }

    ReadLimits limits() {
        return limits;
    }

    GuardedStorage storage() {
        return storage;
    }

    GlobalHeaps heaps() {
        return heaps;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** Work on untrusted bytes. */
    @FunctionalInterface
    public interface Work<T> {
        T run() throws IOException;
    }

    /**
     * Turns whatever the parser does with bytes that it did not expect into a finding; a failing
     * scratch disk is none of the file's.
     */
    public static <T> T guard(String field, Work<T> work) throws DataException {
        try {
            return work.run();
        } catch (DataException | ScratchException e) {
            throw e;
        } catch (IOException | UncheckedIOException e) {
            throw new DataException(FindingCode.CORRUPT, field, "The file cannot be read.", e);
        } catch (RuntimeException e) {
            throw translate(field, e);
        } catch (StackOverflowError e) {
            throw new DataException(
                    FindingCode.CORRUPT, field, "Structures of the file refer to themselves.", e);
        } catch (OutOfMemoryError e) {
            throw new DataException(
                    FindingCode.TOO_LARGE, field, "The element does not fit into memory.", e);
        }
    }

    private static DataException translate(String field, RuntimeException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            // jHDF has no type for this; the test of the attack holds the text to its version
            if (message.contains("External Data Files")) {
                return new DataException(
                        FindingCode.EXTERNAL_REFERENCE,
                        field,
                        "The data lies in another file. Store it in the file itself.",
                        e);
            }
            if (cause instanceof UnsupportedHdfException) {
                return new DataException(
                        FindingCode.UNSUPPORTED_FEATURE,
                        field,
                        "HDF5 feature that is not read (%s). Write the file again with h5py."
                                .formatted(message),
                        e);
            }
            if (cause instanceof GuardedStorage.OutsideFileException) {
                return new DataException(
                        FindingCode.CORRUPT, field, "An address points outside the file.", e);
            }
        }
        String detail = e instanceof HdfException ? "Its structure is damaged" : "It is damaged";
        return new DataException(
                FindingCode.CORRUPT, field, detail + "; write or upload the file again.", e);
    }

    static DataException corrupt(String field, String message) {
        return new DataException(FindingCode.CORRUPT, field, message);
    }
}
