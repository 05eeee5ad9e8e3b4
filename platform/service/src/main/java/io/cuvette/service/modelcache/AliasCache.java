package io.cuvette.service.modelcache;

import io.cuvette.service.identity.TenantId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Remembers for a while which version an alias means. One look-up at a time for each name, however
 * many requests wait for it. A name that means nothing is asked for each time, so that a new model
 * is there at once. If the look-up fails, the last answer holds on, for {@code staleFor} at most: a
 * register that is away for a moment does not stop models that are in memory.
 *
 * @param <V> what the register says of a version: its number, or more
 */
public final class AliasCache<V> {

    /** Asks the model register; blocking, with its own deadline. */
    @FunctionalInterface
    public interface Lookup<V> {

        /**
         * @return the version, or empty if the tenant has no such model, version or alias
         */
        Optional<V> version(TenantId tenant, String model, String versionOrAlias);
    }

    private static final int MAX_ENTRIES = 10_000;

    private final Lookup<V> lookup;
    private final long ttlNanos;
    private final long staleNanos;
    private final LongSupplier nanoTime;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Name, Known<V>> known = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Name, CompletableFuture<Optional<V>>> lookups = new LinkedHashMap<>();

    /**
     * @param ttl how long an answer is taken as true
     * @param staleFor how much longer it is used when the register cannot be asked
     */
    public AliasCache(Lookup<V> lookup, Duration ttl, Duration staleFor) {
        this(lookup, ttl, staleFor, System::nanoTime);
    }

    AliasCache(Lookup<V> lookup, Duration ttl, Duration staleFor, LongSupplier nanoTime) {
        this.lookup = lookup;
        this.ttlNanos = ttl.toNanos();
        this.staleNanos = staleFor.toNanos();
        this.nanoTime = nanoTime;
    }

    /**
     * The version an alias, or a version number, means.
     *
     * @throws RuntimeException as the look-up, if it fails and no earlier answer is young enough
     */
    public Optional<V> resolve(TenantId tenant, String model, String versionOrAlias) {
        Name name = new Name(tenant, model, versionOrAlias);
        CompletableFuture<Optional<V>> mine = new CompletableFuture<>();
        CompletableFuture<Optional<V>> running;
        lock.lock();
        try {
            Known<V> answer = known.get(name);
            if (answer != null && nanoTime.getAsLong() - answer.freshUntilNanos() < 0) {
                return Optional.of(answer.version());
            }
            running = lookups.putIfAbsent(name, mine);
        } finally {
            lock.unlock();
        }
        if (running != null) {
            return join(running);
        }
        return lookUp(name, mine);
    }

    /** Forgets what a model's names mean: it was switched or deleted here. */
    public void invalidate(TenantId tenant, String model) {
        lock.lock();
        try {
            known.keySet().removeIf(name -> name.isOf(tenant, model));
            // a look-up under way may have read the old state: its answer must not be kept
            lookups.keySet().removeIf(name -> name.isOf(tenant, model));
        } finally {
            lock.unlock();
        }
    }

    private Optional<V> lookUp(Name name, CompletableFuture<Optional<V>> mine) {
        long asked = nanoTime.getAsLong();
        Optional<V> version;
        try {
            version = lookup.version(name.tenant(), name.model(), name.versionOrAlias());
        } catch (RuntimeException | Error e) {
            Optional<V> stale = endFailed(name, mine);
            if (stale.isPresent() && e instanceof RuntimeException) {
                mine.complete(stale);
                return stale;
            }
            mine.completeExceptionally(e);
            throw e;
        }
        endAnswered(name, mine, version, asked);
        mine.complete(version);
        return version;
    }

    /** Keeps the answer, unless the name was invalidated meanwhile. */
    private void endAnswered(
            Name name, CompletableFuture<Optional<V>> mine, Optional<V> version, long asked) {
        lock.lock();
        try {
            if (!lookups.remove(name, mine)) {
                return;
            }
            known.remove(name);
            version.ifPresent(
                    found -> known.put(name, new Known<>(found, asked, asked + ttlNanos)));
            if (known.size() > MAX_ENTRIES) {
                Name oldest = known.keySet().iterator().next();
                known.remove(oldest);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * The old answer if it may still be used. It then counts as fresh for a while: not every
     * request is to wait until the register does not answer.
     */
    private Optional<V> endFailed(Name name, CompletableFuture<Optional<V>> mine) {
        lock.lock();
        try {
            lookups.remove(name, mine);
            Known<V> old = known.get(name);
            long now = nanoTime.getAsLong();
            if (old == null || now - old.atNanos() >= ttlNanos + staleNanos) {
                return Optional.empty();
            }
            long freshUntil = Math.min(now + ttlNanos, old.atNanos() + ttlNanos + staleNanos);
            known.put(name, new Known<>(old.version(), old.atNanos(), freshUntil));
            return Optional.of(old.version());
        } finally {
            lock.unlock();
        }
    }

    private static <T> T join(CompletableFuture<T> running) {
        try {
            return running.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private record Name(TenantId tenant, String model, String versionOrAlias) {
        boolean isOf(TenantId someTenant, String someModel) {
            return tenant.equals(someTenant) && model.equals(someModel);
        }
    }

    private record Known<V>(V version, long atNanos, long freshUntilNanos) {}
}
