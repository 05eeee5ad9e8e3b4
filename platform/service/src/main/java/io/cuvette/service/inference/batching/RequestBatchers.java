package io.cuvette.service.inference.batching;

import io.cuvette.service.inference.InferenceConfig;
import io.cuvette.service.inference.InferenceException;
import io.cuvette.service.inference.InferenceLease;
import io.cuvette.service.inference.InferenceModel;
import io.cuvette.service.inference.InferenceRequest;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A {@link RequestBatcher} for every loaded model that has requests now. Requests share a batch
 * only if they hold the very same loaded model, so never across versions or tenants; a batcher goes
 * with its last request.
 */
@ApplicationScoped
public class RequestBatchers {

    private static final Duration STOP_GRACE = Duration.ofSeconds(10);

    private final BatchSettings settings;
    private final Duration timeout;
    private final BatchMetrics metrics;
    private final ExecutorService executor;
    private final ConcurrentHashMap<Identity, Shared> batchers = new ConcurrentHashMap<>();

    @Inject
    RequestBatchers(InferenceConfig config, MeterRegistry registry) {
        this(
                BatchSettings.of(config.batch()),
                config.timeout(),
                config.threads().orElse(Runtime.getRuntime().availableProcessors()),
                registry);
    }

    /**
     * @param timeout from submission to the answer
     * @param threads that run models
     */
    public RequestBatchers(
            BatchSettings settings, Duration timeout, int threads, MeterRegistry registry) {
        this.settings = settings;
        this.timeout = timeout;
        this.metrics = new BatchMetrics(registry);
        // its queue holds at most one task for each batcher in use, each of which has a request
        this.executor = Executors.newFixedThreadPool(threads, new InferenceThreads());
    }

    /**
     * Queues a request.
     *
     * @param lease on its model; becomes this method's to close, also when it throws
     * @param request checked against the model's signature
     * @throws InferenceException OVERLOADED if too many wait for the model
     */
    public PendingAnswer submit(InferenceLease lease, InferenceRequest request) {
        Identity key = new Identity(lease.model());
        long deadline = System.nanoTime() + timeout.toNanos();
        Runnable release =
                () -> {
                    leave(key);
                    lease.close();
                };
        RequestBatcher batcher = join(key);
        try {
            return batcher.submit(request, deadline, release);
        } catch (RuntimeException e) {
            release.run();
            throw e;
        }
    }

    /** Models with requests now. */
    public int active() {
        return batchers.size();
    }

    private RequestBatcher join(Identity key) {
        return batchers.compute(
                        key,
                        (same, shared) ->
                                shared == null
                                        ? new Shared(newBatcher(key.model()), 1)
                                        : new Shared(shared.batcher(), shared.users() + 1))
                .batcher();
    }

    private RequestBatcher newBatcher(InferenceModel model) {
        return new RequestBatcher(model, settings, executor, metrics);
    }

    private void leave(Identity key) {
        batchers.computeIfPresent(
                key,
                (same, shared) ->
                        shared.users() == 1
                                ? null
                                : new Shared(shared.batcher(), shared.users() - 1));
    }

    /** Lets batches in progress end. */
    @PreDestroy
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(STOP_GRACE.toSeconds(), TimeUnit.SECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private record Shared(RequestBatcher batcher, int users) {}

    /** Compares models by identity, whatever their own {@code equals} says. */
    private static final class Identity {
        private final InferenceModel model;

        Identity(InferenceModel model) {
            this.model = model;
        }

        InferenceModel model() {
            return model;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Identity identity && identity.model == model;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(model);
        }
    }

    private static final class InferenceThreads implements ThreadFactory {
        private final AtomicInteger made = new AtomicInteger();

        @Override
        public Thread newThread(Runnable task) {
            Thread thread = new Thread(task, "inference-" + made.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        }
    }
}
