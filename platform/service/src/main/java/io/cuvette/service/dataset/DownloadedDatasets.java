package io.cuvette.service.dataset;

import io.cuvette.service.error.ErrorCode;
import io.cuvette.service.error.ProblemException;
import io.cuvette.service.identity.TenantId;
import io.cuvette.service.scratch.ScratchFolder;
import io.cuvette.service.store.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Files of datasets on this machine's disk, so that requests about the same cells fetch them once.
 *
 * <p>A file is kept for a while after its last use, within a bound of bytes, least recently used
 * out first, and within the disk's reserve. Its digest was verified when it came, and its name is
 * of the tenant and the digest: what it stands for never changes. Files in use count for the bound
 * and stay; one that finds no room beside them is gone after its use. The bytes are those of
 * donors: none of them outlives what it is kept for, not even a crash, after which {@link #sweep}
 * deletes what was left.
 */
final class DownloadedDatasets implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(DownloadedDatasets.class);

    /**
     * What a file is.
     *
     * @param sha256 of its bytes
     */
    record Key(TenantId tenant, String datasetId, Sha256 sha256) {
        boolean isOf(TenantId other, String id) {
            return tenant.equals(other) && datasetId.equals(id);
        }
    }

    private final Download download;
    private final Disk disk;
    private final Path folder;
    private final long mostBytes;
    private final Duration lifetime;
    private final Map<Key, Arrival> arriving = new HashMap<>();
    private final Map<Key, Entry> kept = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;
    private boolean closed;

    /** Brings a file from the store and verifies it. */
    @FunctionalInterface
    interface Download {
        void into(Key key, Path target) throws IOException;
    }

    /** Keeps a part of the disk free. */
    @FunctionalInterface
    interface Disk {
        /**
         * @param bytes that are about to be written below the folder
         * @throws UncheckedIOException when too little would stay free
         */
        void require(Path folder, long bytes) throws IOException;
    }

    /**
     * @param folder of the files and of nothing else; made when absent
     * @param mostBytes of all kept files
     * @param lifetime after the last use
     */
    DownloadedDatasets(
            Download download, Disk disk, Path folder, long mostBytes, Duration lifetime) {
        this.download = download;
        this.disk = disk;
        this.folder = folder;
        this.mostBytes = mostBytes;
        this.lifetime = lifetime;
    }

    private static final class Entry {
        private final ScratchFolder folder;
        private final long size;
        private int uses;
        private long lastUse;
        private boolean dropped;

        Entry(ScratchFolder folder, long size) {
            this.folder = folder;
            this.size = size;
        }

        Path file() {
            return folder.path().resolve("dataset");
        }

        boolean idle() {
            return uses == 0;
        }
    }

    /** A file under way, with those who wait for it. */
    private static final class Arrival {
        private final long size;
        private final CompletableFuture<Entry> result = new CompletableFuture<>();
        private Entry entry;
        private int waiting;
        private boolean forgotten;

        Arrival(long size) {
            this.size = size;
        }
    }

    /** A file in use; close it soon. */
    final class Use implements AutoCloseable {
        private final Entry entry;
        private boolean ended;

        private Use(Entry entry) {
            this.entry = entry;
        }

        /** To be read only. */
        Path file() {
            return entry.file();
        }

        @Override
        public void close() {
            end(this);
        }
    }

    /**
     * Deletes what a former process left behind; to be called before the first file is opened.
     *
     * @throws IOException when something stays
     */
    void sweep() throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> leftovers = Files.list(folder)) {
            for (Path leftover : leftovers.toList()) {
                ScratchFolder.delete(leftover);
            }
        }
    }

    /**
     * The file, downloaded and verified where it is not kept; who asks for one that is under way
     * waits for it. Where the disk is short, idle files make room.
     *
     * @param size of the file
     * @throws IOException when the disk fails; UncheckedIOException when it has too little space;
     *     what the download throws
     */
    Use open(Key key, long size) throws IOException {
        Arrival mine = new Arrival(size);
        Arrival other;
        synchronized (this) {
            Entry found = kept.get(key);
            if (found != null) {
                return use(found);
            }
            other = arriving.putIfAbsent(key, mine);
            if (other != null) {
                other.waiting++;
            }
        }
        return other == null ? lead(key, mine) : join(other);
    }

    private Use lead(Key key, Arrival mine) throws IOException {
        try {
            Entry entry = fetch(key, mine);
            keep(key, mine, entry);
            mine.result.complete(entry);
            return new Use(entry);
        } catch (IOException | RuntimeException | Error e) {
            synchronized (this) {
                arriving.remove(key);
            }
            mine.result.completeExceptionally(e);
            throw e;
        }
    }

    /** The leader has counted this use when the file comes. */
    private Use join(Arrival other) throws IOException {
        try {
            return new Use(other.result.get());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IOException("a download for several requests failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            CompletableFuture<Void> unused = other.result.thenAccept(entry -> end(new Use(entry)));
            throw new ProblemException(
                    ErrorCode.OVERLOADED, "The service is stopping; try again in a while.");
        }
    }

    /** Whatever the disk's trouble, room may help; without more of it nothing is tried twice. */
    private Entry fetch(Key key, Arrival arrival) throws IOException {
        try {
            return download(key, arrival);
        } catch (IOException | UncheckedIOException e) {
            if (!dropIdle()) {
                throw e;
            }
            LOG.infof("idle files of datasets made room: %s", e.getMessage());
            return download(key, arrival);
        }
    }

    private Entry download(Key key, Arrival arrival) throws IOException {
        Entry entry = new Entry(ScratchFolder.create(Optional.of(folder), "dataset"), arrival.size);
        try {
            disk.require(folder, toCome(arrival, entry));
            download.into(key, entry.file());
            return entry;
        } catch (IOException | RuntimeException | Error e) {
            synchronized (this) {
                arrival.entry = null;
            }
            delete(List.of(entry));
            throw e;
        }
    }

    /** Bytes that this file and the others under way still need. */
    private synchronized long toCome(Arrival arrival, Entry entry) {
        arrival.entry = entry;
        return arriving.values().stream()
                .filter(other -> other.entry != null)
                .mapToLong(other -> Math.max(0, other.size - other.entry.file().toFile().length()))
                .sum();
    }

    private boolean dropIdle() {
        List<Entry> gone = new ArrayList<>();
        synchronized (this) {
            drop(entry -> true, gone);
        }
        delete(gone);
        return !gone.isEmpty();
    }

    private Use use(Entry entry) {
        entry.uses++;
        return new Use(entry);
    }

    private void keep(Key key, Arrival arrival, Entry entry) {
        List<Entry> gone = new ArrayList<>();
        synchronized (this) {
            arriving.remove(key);
            entry.uses = 1 + arrival.waiting;
            entry.dropped = closed || arrival.forgotten || !makeRoom(entry.size, gone);
            if (!entry.dropped) {
                kept.put(key, entry);
                bytes += entry.size;
            }
        }
        delete(gone);
    }

    private void end(Use use) {
        List<Entry> gone = new ArrayList<>();
        synchronized (this) {
            if (use.ended) {
                return;
            }
            use.ended = true;
            Entry entry = use.entry;
            entry.uses--;
            entry.lastUse = System.nanoTime();
            if (!entry.idle()) {
                return;
            }
            if (entry.dropped) {
                gone.add(entry);
            }
        }
        if (gone.isEmpty()) {
            later().execute(this::dropExpired);
        }
        delete(gone);
    }

    /** A little after the lifetime, so that what is looked at then has reached it. */
    private Executor later() {
        return CompletableFuture.delayedExecutor(lifetime.toMillis() + 1, TimeUnit.MILLISECONDS);
    }

    /** Deletes what nobody used for the lifetime. */
    private void dropExpired() {
        List<Entry> gone = new ArrayList<>();
        synchronized (this) {
            long now = System.nanoTime();
            drop(entry -> now - entry.lastUse >= lifetime.toNanos(), gone);
        }
        delete(gone);
    }

    /** Whether the file fits within the bound, beside those in use. */
    private boolean makeRoom(long size, List<Entry> gone) {
        long inUse = kept.values().stream().filter(e -> !e.idle()).mapToLong(e -> e.size).sum();
        if (inUse + size > mostBytes) {
            return false;
        }
        drop(entry -> bytes + size > mostBytes, gone);
        return true;
    }

    /** Takes idle files out, oldest first. */
    private void drop(Predicate<Entry> choice, List<Entry> gone) {
        take((key, entry) -> entry.idle() && choice.test(entry), gone);
    }

    private static void delete(List<Entry> gone) {
        for (Entry entry : gone) {
            try {
                entry.folder.close();
            } catch (IOException | UncheckedIOException e) {
                LOG.warn("a dataset's file could not be deleted", e);
            }
        }
    }

    /** Deletes the dataset's files: at once, or with the end of the use of those in use. */
    void forget(TenantId tenant, String datasetId) {
        List<Entry> gone = new ArrayList<>();
        synchronized (this) {
            take((key, entry) -> key.isOf(tenant, datasetId), gone);
            arriving.forEach((key, arrival) -> arrival.forgotten |= key.isOf(tenant, datasetId));
        }
        delete(gone);
    }

    /** Takes files out; those in use are gone after it. */
    private void take(BiPredicate<Key, Entry> which, List<Entry> gone) {
        for (Iterator<Map.Entry<Key, Entry>> all = kept.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Key, Entry> next = all.next();
            Entry entry = next.getValue();
            if (which.test(next.getKey(), entry)) {
                all.remove();
                bytes -= entry.size;
                entry.dropped = true;
                if (entry.idle()) {
                    gone.add(entry);
                }
            }
        }
    }

    /** Bytes of the files that are kept. */
    synchronized long bytes() {
        return bytes;
    }

    /** Deletes all files: those in use with the end of their use. */
    @Override
    public void close() {
        List<Entry> gone = new ArrayList<>();
        synchronized (this) {
            closed = true;
            take((key, entry) -> true, gone);
        }
        delete(gone);
    }
}
