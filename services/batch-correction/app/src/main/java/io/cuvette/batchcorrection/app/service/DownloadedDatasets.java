package io.cuvette.batchcorrection.app.service;

import io.cuvette.service.identity.TenantId;
import io.cuvette.service.scratch.ScratchFolder;
import io.cuvette.service.store.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Files of datasets on this machine's disk, so that requests about the same cells fetch them once.
 *
 * <p>A file is kept for a while after its last use, within a bound of bytes, least recently used
 * out first. Its digest was verified when it came, and its name is of the tenant and the digest:
 * what it stands for never changes. Files in use count for the bound and stay; one that finds no
 * room beside them is gone after its use. The bytes are those of donors: none of them outlives what
 * it is kept for, not even a crash, after which {@link #sweep} deletes what was left.
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
    private final Path folder;
    private final long mostBytes;
    private final Duration lifetime;
    private final Map<Key, Entry> kept = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;
    private boolean closed;

    /** Brings a file from the store and verifies it. */
    @FunctionalInterface
    interface Download {
        void into(Key key, Path target) throws IOException;
    }

    /**
     * @param folder of the files and of nothing else; made when absent
     * @param mostBytes of all kept files
     * @param lifetime after the last use
     */
    DownloadedDatasets(Download download, Path folder, long mostBytes, Duration lifetime) {
        this.download = download;
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
     * The file, downloaded and verified where it is not kept.
     *
     * @param size of the file
     * @throws IOException when the disk fails; what the download throws
     */
    Use open(Key key, long size) throws IOException {
        Optional<Use> found = find(key);
        return found.isPresent() ? found.get() : keep(key, download(key, size));
    }

    private Entry download(Key key, long size) throws IOException {
        ScratchFolder folder = ScratchFolder.create(Optional.of(this.folder), "dataset");
        Entry entry = new Entry(folder, size);
        try {
            download.into(key, entry.file());
            return entry;
        } catch (IOException | RuntimeException | Error e) {
            folder.close();
            throw e;
        }
    }

    private synchronized Optional<Use> find(Key key) {
        return Optional.ofNullable(kept.get(key)).map(this::use);
    }

    private Use use(Entry entry) {
        entry.uses++;
        return new Use(entry);
    }

    private Use keep(Key key, Entry downloaded) {
        List<Entry> gone = new ArrayList<>();
        Use use;
        synchronized (this) {
            Entry other = kept.get(key);
            if (other != null) {
                gone.add(downloaded);
                use = use(other);
            } else {
                dropUntilFits(downloaded.size, gone);
                downloaded.dropped = closed || bytes + downloaded.size > mostBytes;
                if (!downloaded.dropped) {
                    kept.put(key, downloaded);
                    bytes += downloaded.size;
                }
                use = use(downloaded);
            }
        }
        delete(gone);
        return use;
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

    private void dropUntilFits(long size, List<Entry> gone) {
        long inUse = kept.values().stream().filter(e -> !e.idle()).mapToLong(e -> e.size).sum();
        if (inUse + size <= mostBytes) {
            drop(entry -> bytes + size > mostBytes, gone);
        }
    }

    /** Takes idle files out, oldest first. */
    private void drop(Predicate<Entry> choice, List<Entry> gone) {
        for (Iterator<Entry> entries = kept.values().iterator(); entries.hasNext(); ) {
            Entry entry = entries.next();
            if (entry.idle() && choice.test(entry)) {
                entries.remove();
                bytes -= entry.size;
                gone.add(entry);
            }
        }
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
            take(key -> key.isOf(tenant, datasetId), gone);
        }
        delete(gone);
    }

    /** Takes files out; those in use are gone after it. */
    private void take(Predicate<Key> which, List<Entry> gone) {
        for (Iterator<Map.Entry<Key, Entry>> all = kept.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Key, Entry> next = all.next();
            if (which.test(next.getKey())) {
                Entry entry = next.getValue();
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
            take(key -> true, gone);
        }
        delete(gone);
    }
}
