package io.cuvette.data.scratch;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * Keeps a part of the disk free while one file grows, whatever an upload expands to. The disk is
 * asked once for each step of growth, not for each write.
 */
public final class DiskReserve {

    private static final long LARGEST_RESERVE = 1L << 30;

    /** Of small disks a tenth stays free. */
    private static final int SHARE = 10;

    private static final long LARGEST_STEP = 64L << 20;
    private static final long SMALLEST_STEP = 1L << 20;

    /** Steps are a small part of the reserve, so that a small disk can be used too. */
    private static final int STEPS_OF_THE_RESERVE = 8;

    private final LongSupplier usable;
    private final long reserve;
    private final long step;
    private long granted;

    /**
     * @param usable bytes that the disk has left now
     * @param reserve bytes that stay free
     * @param step bytes of growth between two questions
     */
    DiskReserve(LongSupplier usable, long reserve, long step) {
        this.usable = usable;
        this.reserve = reserve;
        this.step = step;
    }

    /** Of the disk that holds the folder, which exists. */
    public static DiskReserve of(Path folder) throws IOException {
        FileStore store = Files.getFileStore(folder);
        long reserve = Math.min(LARGEST_RESERVE, store.getTotalSpace() / SHARE);
        long step = Math.max(SMALLEST_STEP, Math.min(LARGEST_STEP, reserve / STEPS_OF_THE_RESERVE));
        return new DiskReserve(() -> usable(store), reserve, step);
    }

    private static long usable(FileStore store) {
        try {
            return store.getUsableSpace();
        } catch (IOException e) {
            throw new ScratchException("cannot tell the space of the scratch disk", e);
        }
    }

    /**
     * @param bytes size of the file with what is about to be written
     * @throws ScratchException when too little would stay free
     */
    public void require(long bytes) {
        if (bytes <= granted) {
            return;
        }
        long next = Math.max(granted + step, bytes);
        long left = usable.getAsLong();
        if (left - (next - granted) < reserve) {
            throw new ScratchException(
                    "the scratch disk has too little space",
                    new IOException(
                            "%d MiB are left, %d MiB of them stay free"
                                    .formatted(left >> 20, reserve >> 20)));
        }
        granted = next;
    }
}
