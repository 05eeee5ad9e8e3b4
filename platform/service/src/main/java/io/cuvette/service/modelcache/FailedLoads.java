package io.cuvette.service.modelcache;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Loads that failed lately; guarded by the cache's lock. */
final class FailedLoads<K> {

    /** More than this push out the oldest. */
    private static final int MAX_ENTRIES = 1024;

    private record Failure(Throwable cause, long atNanos) {}

    private final long ttlNanos;
    private final Map<K, Failure> failures = new LinkedHashMap<>();

    FailedLoads(long ttlNanos) {
        this.ttlNanos = ttlNanos;
    }

    void remember(K key, Throwable cause) {
        if (failures.size() >= MAX_ENTRIES) {
            K oldest = failures.keySet().iterator().next();
            failures.remove(oldest);
        }
        failures.put(key, new Failure(cause, System.nanoTime()));
    }

    Optional<Throwable> recent(K key) {
        Failure failure = failures.get(key);
        if (failure == null) {
            return Optional.empty();
        }
        if (System.nanoTime() - failure.atNanos() >= ttlNanos) {
            failures.remove(key);
            return Optional.empty();
        }
        return Optional.of(failure.cause());
    }

    void forgetIf(Predicate<K> matches) {
        failures.keySet().removeIf(matches);
    }
}
