package io.cuvette.service.modelcache;

import java.util.concurrent.atomic.AtomicInteger;

/** A model that knows whether it was closed, and fails when used afterwards. */
final class FakeModel implements AutoCloseable {

    private final String name;
    private final AtomicInteger closes = new AtomicInteger();

    FakeModel(String name) {
        this.name = name;
    }

    String use() {
        if (closes.get() > 0) {
            throw new IllegalStateException("used after close: " + name);
        }
        return name;
    }

    int closes() {
        return closes.get();
    }

    @Override
    public void close() {
        closes.incrementAndGet();
    }
}
