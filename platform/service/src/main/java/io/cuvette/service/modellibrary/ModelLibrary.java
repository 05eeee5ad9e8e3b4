package io.cuvette.service.modellibrary;

import io.cuvette.service.error.ErrorCode;
import io.cuvette.service.error.ProblemException;
import io.cuvette.service.identity.Caller;
import io.cuvette.service.modelcache.Lease;
import io.cuvette.service.modelcache.ModelCache;
import io.cuvette.service.modelcache.ModelCacheSettings;
import io.cuvette.service.modelcache.ModelLoadException;
import io.cuvette.service.store.ObjectStore;
import io.cuvette.service.store.StoreUnavailableException;
import io.cuvette.service.training.ModelVersion;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.configuration.MemorySize;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;

/**
 * Model versions of all tenants, loaded on demand within a bound of memory. One per app, for all
 * threads; close it when the app stops.
 *
 * @param <M> a version in memory, as the app's reader makes it
 */
public final class ModelLibrary<M extends AutoCloseable> implements AutoCloseable {

    /** Temporary folders of models are named so, with a number. */
    public static final String WORD = "model";

    private static final Logger LOG = Logger.getLogger(ModelLibrary.class);

    private static final Duration LONGEST_LOAD = Duration.ofSeconds(30);
    private static final Duration FAILURE_REMEMBERED = Duration.ofSeconds(2);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final int LOADERS = 2;

    private final ModelKind kind;
    private final VersionDirectory directory;
    private final Caller caller;
    private final ExecutorService loaders;
    private final ModelCache<VersionKey, M> cache;

    /**
     * @param name of the library in metrics, such as {@code batch-correction}
     * @param kind of models that {@link #open} finds
     * @param caller of the request at hand
     */
    public ModelLibrary(
            String name,
            ModelKind kind,
            ModelReader<M> reader,
            VersionDirectory directory,
            ObjectStore store,
            Caller caller,
            ModelLibraryConfig config,
            MeterRegistry registry) {
        this.kind = kind;
        this.directory = directory;
        this.caller = caller;
        this.loaders = Executors.newFixedThreadPool(LOADERS, ModelLibrary::loaderThread);
        this.cache =
                new ModelCache<>(
                        name,
                        new VersionLoader<>(store, config.scratch(), reader, this::evictIdle),
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
    public static long capacity(Optional<MemorySize> asked, long heap) {
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

    /**
     * Loads one of the caller's model versions, or finds it loaded.
     *
     * @throws ProblemException NOT_FOUND, OVERLOADED when memory is taken, UPSTREAM_UNAVAILABLE
     */
    public LoadedModel<M> open(String name, String versionOrAlias) {
        ModelVersion version = directory.find(kind, name, versionOrAlias);
        try {
            return new LoadedModel<>(version, lease(version));
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
    Lease<M> lease(ModelVersion version) {
        return cache.acquire(new VersionKey(caller.tenant(), version));
    }

    /** Closes the models; those in use with the end of their use. */
    @Override
    public void close() {
        cache.close();
        loaders.shutdownNow();
    }
}
