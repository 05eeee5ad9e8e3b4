package io.cuvette.service.modelcache;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** Loads models of 10 bytes unless told otherwise. */
final class FakeLoader implements ModelLoader<String, FakeModel> {

    final List<FakeModel> loaded = new CopyOnWriteArrayList<>();
    final Map<String, Long> expectedBytes = new ConcurrentHashMap<>();
    final Map<String, Long> realBytes = new ConcurrentHashMap<>();
    final Map<String, Exception> failures = new ConcurrentHashMap<>();
    volatile CountDownLatch gate = new CountDownLatch(0);

    @Override
    public long expectedBytes(String key) {
        return expectedBytes.getOrDefault(key, 10L);
    }

    @Override
    public FakeModel load(String key) throws Exception {
        gate.await();
        Exception failure = failures.get(key);
        if (failure != null) {
            throw failure;
        }
        FakeModel model = new FakeModel(key);
        loaded.add(model);
        return model;
    }

    @Override
    public long bytes(FakeModel model) {
        return realBytes.getOrDefault(model.use(), 10L);
    }

    long open() {
        return loaded.stream().filter(model -> model.closes() == 0).count();
    }
}
