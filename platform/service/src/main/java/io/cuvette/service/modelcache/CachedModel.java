package io.cuvette.service.modelcache;

import java.util.concurrent.CompletableFuture;

/**
 * A cache's knowledge of one key, guarded by the cache's lock: being loaded, loaded, or failed. One
 * that left the cache stays, retired, until its last lease is closed.
 */
final class CachedModel<K, V> {

    final K key;

    /** Completed when the load ended, well or not. */
    final CompletableFuture<Void> loaded = new CompletableFuture<>();

    V value;
    Throwable failure;
    long bytes;
    int leases;
    boolean retired;

    CachedModel(K key) {
        this.key = key;
    }

    boolean isIdle() {
        return value != null && leases == 0;
    }
}
