package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.app.client.ModelVersion;
import io.cuvette.batchcorrection.app.config.ModelLibraryConfig;
import io.cuvette.service.error.ErrorCode;
import io.cuvette.service.error.ProblemException;
import io.cuvette.service.identity.Caller;
import io.cuvette.service.modelcache.Lease;
import io.cuvette.service.modelcache.ModelCache;
import io.cuvette.service.modelcache.ModelCacheSettings;
import io.cuvette.service.modelcache.ModelLoadException;
import io.cuvette.service.store.ObjectStore;
import io.cuvette.service.store.StoreUnavailableException;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;

/** Model versions of all tenants, loaded on demand within a bound of memory. */
@ApplicationScoped
public class ModelLibrary {

    private static final Logger LOG = Logger.getLogger(ModelLibrary.class);

    private static final Duration LONGEST_LOAD = Duration.ofSeconds(30);
    private static final Duration FAILURE_REMEMBERED = Duration.ofSeconds(2);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final int LOADERS = 2;

    private final VersionDirectory directory;
    private final Caller caller;
    private final ExecutorService loaders;
    private final ModelCache<VersionKey, ServedModel> cache;

    ModelLibrary(
            VersionDirectory directory,
            ObjectStore store,
            Caller caller,
            ModelLibraryConfig config,
            MeterRegistry registry) {
        this.directory = directory;
        this.caller = caller;
        this.loaders = Executors.newFixedThreadPool(LOADERS, ModelLibrary::loaderThread);
        this.cache =
                new ModelCache<>(
                        "batch-correction",
                        new ServedModelLoader(
                                store,
                                config.scratch(),
                                new EmbeddingDisk(
                                        config.keptEmbeddings().asLongValue(), this::evictIdle)),
                        new ModelCacheSettings(
                                capacity(config.capacity(), Runtime.getRuntime().maxMemory()),
                                LONGEST_LOAD,
                                FAILURE_REMEMBERED),
                        loaders,
                        registry);
    }

    /**
     * Requests need the rest of the heap.
     *
     * @param asked what the configuration names
     * @param heap largest Java heap
     */
    static long capacity(Optional<MemorySize> asked, long heap) {
        return Math.min(asked.map(MemorySize::asLongValue).orElse(heap / 5 * 2), heap / 5 * 3);
    }

    private boolean evictIdle() {
        return cache.evictIdle();
    }

    private static Thread loaderThread(Runnable work) {
        Thread thread = new Thread(work, "model-loader");
        thread.setDaemon(true);
        return thread;
    }

    /** A version in use; close it soon. */
    public record Loaded(ModelVersion version, Lease<ServedModel> lease) implements AutoCloseable {

        public ServedModel model() {
            return lease.value();
        }

        ModelRef ref() {
            return ModelRef.of(version);
        }

        @Override
        public void close() {
            lease.close();
        }
    }

    /**
     * Loads one of the caller's model versions, or finds it loaded.
     *
     * @throws ProblemException NOT_FOUND, OVERLOADED when memory is taken, UPSTREAM_UNAVAILABLE
     */
    public Loaded open(String name, String versionOrAlias) {
        ModelVersion version = directory.find(name, versionOrAlias);
        try {
            return new Loaded(version, lease(version));
        } catch (ModelLoadException e) {
            ProblemException problem = problem(version, e);
            if (problem.code() == ErrorCode.INTERNAL) {
                LOG.errorf(e, "Model %s version %d could not be loaded", name, version.version());
            } else {
                LOG.warnf(
                        "Model %s version %d is not loaded: %s",
                        name, version.version(), problem.code());
            }
            throw problem;
        }
    }

    private static ProblemException problem(ModelVersion version, ModelLoadException failure) {
        return switch (failure.reason()) {
            case NO_MEMORY, TIMED_OUT, CLOSED ->
                    new ProblemException(
                            ErrorCode.OVERLOADED,
                            "Version %d of model %s cannot be loaded now; try again."
                                    .formatted(version.version(), version.name()),
                            List.of(),
                            RETRY_AFTER,
                            failure);
            case TOO_LARGE ->
                    new ProblemException(
                            ErrorCode.UNPROCESSABLE,
                            "Version %d of model %s is larger than this service may hold."
                                    .formatted(version.version(), version.name()));
            case FAILED ->
                    failure.getCause() instanceof StoreUnavailableException
                            ? new ProblemException(
                                    ErrorCode.STORE_UNAVAILABLE,
                                    "The object store does not answer; try again.",
                                    List.of(),
                                    RETRY_AFTER,
                                    failure)
                            : damaged(version, failure);
        };
    }

    private static ProblemException damaged(ModelVersion version, ModelLoadException failure) {
        return new ProblemException(
                ErrorCode.INTERNAL,
                "Version %d of model %s is damaged or cannot be read."
                        .formatted(version.version(), version.name()),
                List.of(),
                null,
                failure);
    }

    /** As {@link #open}, of a version that is known already. */
    Lease<ServedModel> lease(ModelVersion version) {
        return cache.acquire(new VersionKey(caller.tenant(), version));
    }

    void stop(@Observes ShutdownEvent event) {
        cache.close();
        loaders.shutdownNow();
    }
}
