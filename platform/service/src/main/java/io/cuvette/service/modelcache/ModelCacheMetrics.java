package io.cuvette.service.modelcache;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** {@code cuvette.modelcache.*}, with the cache's name as tag {@code cache}. */
final class ModelCacheMetrics {

    private static final Logger LOG = Logger.getLogger(ModelCacheMetrics.class);
    private static final String TAG = "cache";

    private final String name;
    private final Counter hits;
    private final Counter misses;
    private final Counter evictions;
    private final Timer loads;
    private final Timer failedLoads;

    ModelCacheMetrics(String name, MeterRegistry registry) {
        this.name = name;
        hits = requests(name, "hit").register(registry);
        misses = requests(name, "miss").register(registry);
        evictions =
                Counter.builder("cuvette.modelcache.evictions")
                        .description("Models pushed out by others")
                        .tag(TAG, name)
                        .register(registry);
        loads = loads(name, "success").register(registry);
        failedLoads = loads(name, "failure").register(registry);
    }

    private static Counter.Builder requests(String name, String result) {
        return Counter.builder("cuvette.modelcache.requests")
                .description("Leases given, by whether the model was in memory")
                .tags(TAG, name, "result", result);
    }

    private static Timer.Builder loads(String name, String outcome) {
        return Timer.builder("cuvette.modelcache.loads")
                .description("Time to load a model")
                .tags(TAG, name, "outcome", outcome);
    }

    void observe(MeterRegistry registry, ModelCache<?, ?> cache) {
        Gauge.builder("cuvette.modelcache.bytes", cache, ModelCache::usedBytes)
                .description("Memory of models, with those being loaded")
                .tag(TAG, name)
                .register(registry);
        Gauge.builder("cuvette.modelcache.models", cache, ModelCache::size)
                .description("Models cached or being loaded")
                .tag(TAG, name)
                .register(registry);
        Gauge.builder("cuvette.modelcache.leases", cache, ModelCache::openLeases)
                .description("Leases not closed yet")
                .tag(TAG, name)
                .register(registry);
    }

    void request(boolean hit) {
        (hit ? hits : misses).increment();
    }

    void evicted() {
        evictions.increment();
    }

    void loaded(long nanos) {
        loads.record(nanos, TimeUnit.NANOSECONDS);
    }

    void failed(long nanos) {
        failedLoads.record(nanos, TimeUnit.NANOSECONDS);
    }

    void closeFailed(Exception problem) {
        LOG.errorf(problem, "Closing a model of cache %s failed", name);
    }
}
