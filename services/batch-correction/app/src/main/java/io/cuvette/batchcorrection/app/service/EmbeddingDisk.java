package io.cuvette.batchcorrection.app.service;

import io.cuvette.data.scratch.DiskReserve;
import io.cuvette.data.scratch.ScratchException;
import io.cuvette.service.modelcache.ModelLoadException;
import io.cuvette.service.modelcache.ModelLoadException.Reason;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/**
 * Disk that the embeddings of loaded models take together, within a bound and within the disk's
 * reserve. Models that nobody uses make room.
 */
final class EmbeddingDisk {

    private final long mostBytes;
    private long taken;

    EmbeddingDisk(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** What one model takes, until it is closed. */
    final class Share implements Closeable {
        private long bytes;

        private Share(long bytes) {
            this.bytes = bytes;
        }

        @Override
        public void close() {
            synchronized (EmbeddingDisk.this) {
                taken -= bytes;
                bytes = 0;
            }
        }
    }

    /**
     * Room for a file that is about to be written.
     *
     * @param folder of the file
     * @param evictIdle closes a loaded model that nobody uses; false when there is none
     * @throws ModelLoadException TOO_LARGE, or NO_MEMORY when models in use, or what else lies on
     *     the disk, leave no room
     * @throws IOException when the disk cannot be asked
     */
    Share take(Path folder, long bytes, BooleanSupplier evictIdle) throws IOException {
        if (bytes > mostBytes) {
            throw new ModelLoadException(
                    Reason.TOO_LARGE,
                    "the embeddings take %d bytes of disk; all models together may take %d"
                            .formatted(bytes, mostBytes));
        }
        while (!fits(folder, bytes)) {
            if (!wouldFitAlone(folder, bytes) || !evictIdle.getAsBoolean()) {
                throw new ModelLoadException(
                        Reason.NO_MEMORY, "the disk has no room for the model's embeddings now");
            }
        }
        return new Share(bytes);
    }

    private synchronized boolean fits(Path folder, long bytes) throws IOException {
        if (taken + bytes > mostBytes || !isFree(folder, bytes)) {
            return false;
        }
        taken += bytes;
        return true;
    }

    /** Where others have filled the disk, sending models away that serve is of no use. */
    private synchronized boolean wouldFitAlone(Path folder, long bytes) throws IOException {
        return isFree(folder, Math.max(0, bytes - taken));
    }

    private static boolean isFree(Path folder, long bytes) throws IOException {
        try {
            DiskReserve.of(folder).require(bytes);
            return true;
        } catch (ScratchException e) {
            return false;
        }
    }

    /** Bytes that loaded models take. */
    synchronized long taken() {
        return taken;
    }
}
