package io.cuvette.service.inference.rest;

import io.cuvette.service.identity.TenantId;
import io.cuvette.service.inference.Datatype;
import io.cuvette.service.inference.InferenceException;
import io.cuvette.service.inference.InferenceLease;
import io.cuvette.service.inference.InferenceModel;
import io.cuvette.service.inference.InferenceModels;
import io.cuvette.service.modelcache.AliasCache;
import io.cuvette.service.modelcache.Lease;
import io.cuvette.service.modelcache.ModelCache;
import io.cuvette.service.modelcache.ModelCacheSettings;
import io.cuvette.service.modelcache.ModelKey;
import io.cuvette.service.modelcache.ModelLoader;
import io.cuvette.service.modelcache.VersionedModels;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * For tests: models of tenant {@code acme}, made as a science service makes its own. {@code scale}
 * has versions 1 to {@value #VERSIONS} and an alias {@code live} that can be switched; the others
 * have a version 1.
 */
@Alternative
@ApplicationScoped
public class ToyModels implements InferenceModels {

    static final int VERSIONS = 6;
    static final String SCALE = "scale";

    private static final TenantId OWNER = new TenantId("acme");
    private static final int MODEL_BYTES = 10;

    private final AtomicInteger live = new AtomicInteger(1);
    private final AtomicInteger leases = new AtomicInteger();
    private final ExecutorService loads = Executors.newFixedThreadPool(2);
    private final VersionedModels<ToyModel> models;
    private final Gate gate = new Gate();

    @Inject
    ToyModels(MeterRegistry registry) {
        AliasCache<String> aliases =
                new AliasCache<>(this::lookUp, Duration.ofMillis(20), Duration.ofSeconds(10));
        ModelCache<ModelKey, ToyModel> cache =
                new ModelCache<>(
                        "toy",
                        new Loader(),
                        // room for two versions only: switching evicts under load
                        new ModelCacheSettings(
                                2 * MODEL_BYTES, Duration.ofSeconds(10), Duration.ofMillis(50)),
                        loads,
                        registry);
        models = new VersionedModels<>(aliases, cache);
    }

    @PreDestroy
    void stop() {
        models.close();
        loads.shutdownNow();
    }

    void switchLive(int version) {
        live.set(version);
    }

    int openLeases() {
        return leases.get();
    }

    /** Where {@code slow} waits. */
    Gate gate() {
        return gate;
    }

    static String echoOf(Datatype datatype) {
        return "echo-" + datatype.name().toLowerCase(Locale.ROOT);
    }

    private Optional<String> lookUp(TenantId tenant, String model, String versionOrAlias) {
        if (!tenant.equals(OWNER) || !exists(model)) {
            return Optional.empty();
        }
        String number =
                versionOrAlias.equals("live") ? Integer.toString(live.get()) : versionOrAlias;
        return Optional.of(number).filter(versions(tenant, model)::contains);
    }

    private static boolean exists(String model) {
        return List.of(SCALE, "faulty", "slow", "unready", "unloadable", "echo-nan").contains(model)
                || Arrays.stream(Datatype.values()).anyMatch(type -> echoOf(type).equals(model));
    }

    @Override
    public Optional<String> resolve(
            TenantId tenant, String model, Optional<String> versionOrAlias) {
        return models.resolve(
                tenant, model, versionOrAlias.orElse(model.equals(SCALE) ? "live" : "1"));
    }

    @Override
    public List<String> versions(TenantId tenant, String model) {
        int count = model.equals(SCALE) ? VERSIONS : 1;
        return IntStream.rangeClosed(1, count).mapToObj(Integer::toString).toList();
    }

    @Override
    public InferenceLease acquire(TenantId tenant, String model, String version) {
        Lease<ToyModel> lease = models.acquire(tenant, model, version);
        leases.incrementAndGet();
        return InferenceLease.of(
                lease.value(),
                () -> {
                    leases.decrementAndGet();
                    lease.close();
                });
    }

    @Override
    public boolean isReady(TenantId tenant, String model, String version) {
        return !model.equals("unready");
    }

    private final class Loader implements ModelLoader<ModelKey, ToyModel> {

        @Override
        public long expectedBytes(ModelKey key) {
            return MODEL_BYTES;
        }

        @Override
        public ToyModel load(ModelKey key) {
            return switch (key.model()) {
                case SCALE -> new ScaleModel(Integer.parseInt(key.version()));
                case "faulty" -> new FaultyModel();
                case "slow" -> new SlowModel(gate);
                case "echo-nan" -> new EchoModel(Datatype.FP64, true);
                case "unloadable" -> throw InferenceException.unavailable("being repaired");
                case "unready" -> new EchoModel(Datatype.FP32, false);
                default ->
                        new EchoModel(
                                Datatype.valueOf(key.model().substring(5).toUpperCase(Locale.ROOT)),
                                false);
            };
        }

        @Override
        public long bytes(ToyModel model) {
            return MODEL_BYTES;
        }
    }

    /** A loaded model. */
    interface ToyModel extends InferenceModel, AutoCloseable {
        @Override
        void close();
    }
}
