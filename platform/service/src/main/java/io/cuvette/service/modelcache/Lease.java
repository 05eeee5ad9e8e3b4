package io.cuvette.service.modelcache;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The right to use a loaded model. Until it is closed the model is not, even if it is evicted
 * meanwhile. Closing twice does nothing.
 *
 * @param <V> a loaded model
 */
public final class Lease<V> implements AutoCloseable {

    private final V value;
    private final Runnable release;
    private final AtomicBoolean closed = new AtomicBoolean();

    Lease(V value, Runnable release) {
        this.value = value;
        this.release = release;
    }

    /**
     * @throws IllegalStateException if the lease is closed
     */
    public V value() {
        if (closed.get()) {
            throw new IllegalStateException("the lease is closed");
        }
        return value;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            release.run();
        }
    }
}
