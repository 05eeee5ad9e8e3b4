package io.cuvette.service.modelcache;

import java.time.Duration;

/**
 * Bounds of a model cache.
 *
 * @param maxBytes memory of all models: cached, being loaded, and evicted but still in use
 * @param acquireTimeout longest wait of a caller for a load, or for memory in use by others
 * @param failureTtl how long a failed load answers for the next callers, so that a broken model is
 *     not fetched at every request
 */
public record ModelCacheSettings(long maxBytes, Duration acquireTimeout, Duration failureTtl) {

    public ModelCacheSettings {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes must be at least 1");
        }
        if (acquireTimeout.isNegative() || failureTtl.isNegative()) {
            throw new IllegalArgumentException("durations must not be negative");
        }
    }
}
