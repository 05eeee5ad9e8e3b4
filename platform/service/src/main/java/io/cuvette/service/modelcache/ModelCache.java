package io.cuvette.service.modelcache;

import io.cuvette.service.modelcache.ModelLoadException.Reason;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Loaded models in bounded memory, least recently used out first.
 *
 * <ul>
 *   <li>A key is loaded once however many callers want it, on the executor: a caller that gives up
 *       does not end the load for the others.
 *   <li>Memory is reserved before a load and covers models that are cached, being loaded, or
 *       evicted and still leased. If leased models leave no room, a load waits for one to be
 *       released.
 *   <li>A model is closed once, after it left the cache and its last lease is closed.
 *   <li>A failed load answers the callers that wait, and later ones for {@code failureTtl}.
 * </ul>
 *
 * @param <K> what names a model; immutable, with tenant and version, so that what it names never
 *     changes
 * @param <V> a loaded model
 */
public final class ModelCache<K, V extends AutoCloseable> implements AutoCloseable {

    private final ModelLoader<K, V> loader;
    private final ModelCacheSettings settings;
    private final Executor executor;
    private final ModelCacheMetrics metrics;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition memoryFreed = lock.newCondition();

    /** Loading and loaded models, least recently used first. */
    private final LinkedHashMap<K, CachedModel<K, V>> models = new LinkedHashMap<>(16, 0.75f, true);

    private final FailedLoads<K> failures;
    private long usedBytes;
    private int openLeases;
    private boolean closed;

    /**
     * @param name of the cache, a tag of its metrics
     * @param executor runs loads; a load may wait for memory there
     */
    public ModelCache(
            String name,
            ModelLoader<K, V> loader,
            ModelCacheSettings settings,
            Executor executor,
            MeterRegistry registry) {
        this.loader = loader;
        this.settings = settings;
        this.failures = new FailedLoads<>(settings.failureTtl().toNanos());
        this.executor = executor;
        this.metrics = new ModelCacheMetrics(name, registry);
        metrics.observe(registry, this);
    }

    /**
     * Leases a model, loading it if needed.
     *
     * @throws ModelLoadException if there is none within {@code acquireTimeout}
     */
    public Lease<V> acquire(K key) {
        long deadline = System.nanoTime() + settings.acquireTimeout().toNanos();
        boolean first = true;
        while (true) {
            CachedModel<K, V> model;
            lock.lock();
            try {
                requireOpen();
                model = models.get(key);
                if (model != null && model.value != null) {
                    metrics.request(first);
                    return lease(model);
                }
                throwIfFailedLately(key);
                if (model == null) {
                    model = startLoading(key);
                }
                first = false;
            } finally {
                lock.unlock();
            }
            awaitLoaded(model, deadline);
            Lease<V> lease = leaseOrThrow(model);
            if (lease != null) {
                metrics.request(false);
                return lease;
            }
            // loaded and retired before this thread came to it: try again
        }
    }

    /** Takes a model out of the cache; those who lease it keep it. */
    public void invalidate(K key) {
        invalidateIf(key::equals);
    }

    /** As {@link #invalidate}, for each key that matches: a deleted model's every version, say. */
    public void invalidateIf(Predicate<K> matches) {
        List<V> unused = new ArrayList<>();
        lock.lock();
        try {
            failures.forgetIf(matches);
            for (K key : List.copyOf(models.keySet())) {
                if (matches.test(key)) {
                    retire(models.remove(key), unused);
                }
            }
        } finally {
            lock.unlock();
        }
        closeAll(unused);
    }

    /**
     * Takes the model out that was not used for longest, for a loader that needs what models hold
     * beside memory.
     *
     * @return false when all are leased or being loaded
     */
    public boolean evictIdle() {
        List<V> unused = new ArrayList<>();
        lock.lock();
        try {
            evict(unused::isEmpty, unused);
        } finally {
            lock.unlock();
        }
        closeAll(unused);
        return !unused.isEmpty();
    }

    /** Bytes of all models in memory, leased or not, and of those being loaded. */
    public long usedBytes() {
        lock.lock();
        try {
            return usedBytes;
        } finally {
            lock.unlock();
        }
    }

    /** Models cached or being loaded. */
    public int size() {
        lock.lock();
        try {
            return models.size();
        } finally {
            lock.unlock();
        }
    }

    /** Leases not closed yet. */
    public int openLeases() {
        lock.lock();
        try {
            return openLeases;
        } finally {
            lock.unlock();
        }
    }

    /** Closes the models nobody leases now, the others with their last lease. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            memoryFreed.signalAll();
        } finally {
            lock.unlock();
        }
        invalidateIf(key -> true);
    }

    private void requireOpen() {
        if (closed) {
            throw new ModelLoadException(Reason.CLOSED, "the model cache is closed");
        }
    }

    private Lease<V> lease(CachedModel<K, V> model) {
        model.leases++;
        openLeases++;
        return new Lease<>(model.value, () -> release(model));
    }

    private void release(CachedModel<K, V> model) {
        List<V> unused = new ArrayList<>();
        lock.lock();
        try {
            model.leases--;
            openLeases--;
            if (model.leases == 0) {
                if (model.retired) {
                    unused.add(model.value);
                    usedBytes -= model.bytes;
                }
                // a load may wait for an idle model to evict
                memoryFreed.signalAll();
            }
        } finally {
            lock.unlock();
        }
        closeAll(unused);
    }

    private void throwIfFailedLately(K key) {
        Optional<Throwable> failure = failures.recent(key);
        if (failure.isPresent()) {
            throw failureOf(failure.get());
        }
    }

    private static ModelLoadException failureOf(Throwable failure) {
        if (failure instanceof ModelLoadException known) {
            return new ModelLoadException(known.reason(), known.getMessage(), known);
        }
        return new ModelLoadException(Reason.FAILED, "the model could not be loaded", failure);
    }

    private CachedModel<K, V> startLoading(K key) {
        CachedModel<K, V> model = new CachedModel<>(key);
        models.put(key, model);
        try {
            executor.execute(() -> load(model));
        } catch (RejectedExecutionException e) {
            models.remove(key);
            throw new ModelLoadException(
                    Reason.NO_MEMORY, "too many models are being loaded; try again later", e);
        }
        return model;
    }

    private void awaitLoaded(CachedModel<K, V> model, long deadline) {
        try {
            model.loaded.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new ModelLoadException(
                    Reason.TIMED_OUT, "the model is still being loaded; try again later", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ModelLoadException(Reason.TIMED_OUT, "interrupted while waiting", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a load's end is signalled, never its failure", e);
        }
    }

    /** Null if the model came and went. */
    private Lease<V> leaseOrThrow(CachedModel<K, V> model) {
        lock.lock();
        try {
            if (model.failure != null) {
                throw failureOf(model.failure);
            }
            return model.retired ? null : lease(model);
        } finally {
            lock.unlock();
        }
    }

    private void load(CachedModel<K, V> model) {
        long start = System.nanoTime();
        V value = null;
        try {
            long expected = Math.max(0, loader.expectedBytes(model.key));
            reserve(model, expected);
            value = loader.load(model.key);
            keep(model, value, Math.max(0, loader.bytes(value)));
            metrics.loaded(System.nanoTime() - start);
        } catch (Throwable e) {
            // even an OutOfMemoryError is this model's failure: the callers must not wait for ever
            fail(model, e);
            metrics.failed(System.nanoTime() - start);
            if (value != null) {
                closeAll(List.of(value));
            }
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
        } finally {
            model.loaded.complete(null);
        }
    }

    private void reserve(CachedModel<K, V> model, long bytes) throws InterruptedException {
        if (bytes > settings.maxBytes()) {
            throw tooLarge(bytes);
        }
        long left = settings.acquireTimeout().toNanos();
        List<V> unused = new ArrayList<>();
        lock.lock();
        try {
            evictUntilFits(bytes, unused);
            while (usedBytes + bytes > settings.maxBytes()) {
                requireOpen();
                if (left <= 0) {
                    throw noMemory();
                }
                left = memoryFreed.awaitNanos(left);
                evictUntilFits(bytes, unused);
            }
            usedBytes += bytes;
            model.bytes = bytes;
        } finally {
            lock.unlock();
            closeAll(unused);
        }
    }

    private void keep(CachedModel<K, V> model, V value, long bytes) {
        List<V> unused = new ArrayList<>();
        lock.lock();
        try {
            if (bytes > settings.maxBytes()) {
                throw tooLarge(bytes);
            }
            long more = bytes - model.bytes;
            evictUntilFits(more, unused);
            if (more > 0 && usedBytes + more > settings.maxBytes()) {
                throw noMemory();
            }
            usedBytes += more;
            model.bytes = bytes;
            model.value = value;
            if (model.retired) {
                // invalidated while it was loaded: those who wait try again
                usedBytes -= bytes;
                unused.add(value);
            }
            memoryFreed.signalAll();
        } finally {
            lock.unlock();
            closeAll(unused);
        }
    }

    private void fail(CachedModel<K, V> model, Throwable failure) {
        lock.lock();
        try {
            usedBytes -= model.bytes;
            model.bytes = 0;
            model.failure = failure;
            models.remove(model.key, model);
            if (isOfTheModel(failure) && !model.retired) {
                failures.remember(model.key, failure);
            }
            memoryFreed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether trying again at once would most likely fail again. */
    private static boolean isOfTheModel(Throwable failure) {
        return !(failure instanceof InterruptedException)
                && !(failure instanceof ModelLoadException known
                        && known.reason() != Reason.TOO_LARGE);
    }

    private void evictUntilFits(long bytes, List<V> unused) {
        evict(() -> usedBytes + bytes > settings.maxBytes(), unused);
    }

    private void evict(BooleanSupplier more, List<V> unused) {
        Iterator<CachedModel<K, V>> oldestFirst = models.values().iterator();
        while (more.getAsBoolean() && oldestFirst.hasNext()) {
            CachedModel<K, V> candidate = oldestFirst.next();
            if (candidate.isIdle()) {
                oldestFirst.remove();
                retire(candidate, unused);
                metrics.evicted();
            }
        }
    }

    private void retire(CachedModel<K, V> model, List<V> unused) {
        model.retired = true;
        if (model.isIdle()) {
            unused.add(model.value);
            usedBytes -= model.bytes;
            memoryFreed.signalAll();
        }
    }

    private ModelLoadException tooLarge(long bytes) {
        return new ModelLoadException(
                Reason.TOO_LARGE,
                "the model takes %d bytes, more than the cache's %d"
                        .formatted(bytes, settings.maxBytes()));
    }

    private static ModelLoadException noMemory() {
        return new ModelLoadException(
                Reason.NO_MEMORY, "other models in use leave no memory for this one");
    }

    private void closeAll(List<V> unused) {
        for (V model : unused) {
            try {
                model.close();
            } catch (Exception e) {
                metrics.closeFailed(e);
            }
        }
    }
}
