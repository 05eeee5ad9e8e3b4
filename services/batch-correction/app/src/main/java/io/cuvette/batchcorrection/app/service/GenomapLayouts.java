package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.genomap.Genomap;
import io.cuvette.batchcorrection.genomap.LayoutKind;
import io.cuvette.batchcorrection.genomap.PixelGrid;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.service.error.ErrorCode;
import io.cuvette.service.error.ProblemException;
import io.cuvette.service.limit.Patience;
import io.cuvette.service.modellibrary.VersionKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Computes each layout once, however many ask for it meanwhile, and keeps the last few, so that the
 * next picture of the same model is quick. A layout is a few numbers a gene. Layouts of different
 * keys do not wait for each other; who asks holds a turn at such work already.
 */
final class GenomapLayouts {

    private static final int KEPT = 16;

    /** How often one who waits looks whether anybody waits for him. */
    private static final Duration GLANCE = Duration.ofMillis(100);

    /** Nobody can lay these genes out: whoever asks for it gets this. */
    static final class NoLayoutException extends ProblemException {

        private static final long serialVersionUID = 1L;

        /**
         * @param cause says why, to the caller too
         */
        NoLayoutException(IllegalArgumentException cause) {
            super(
                    ErrorCode.UNPROCESSABLE,
                    "No genomap: %s.".formatted(cause.getMessage()),
                    List.of(),
                    null,
                    cause);
        }
    }

    /** Everything that a layout depends on. */
    record Key(
            VersionKey version,
            Method method,
            LayoutKind kind,
            PixelGrid grid,
            int cells,
            List<Integer> batches,
            List<Integer> genes) {

        static Key of(VersionKey version, Method method, LayoutKind kind, GenomapPlan plan) {
            return new Key(
                    version,
                    method,
                    kind,
                    plan.grid(),
                    plan.drawn().length,
                    Arrays.stream(plan.batches()).boxed().toList(),
                    Arrays.stream(plan.genes()).boxed().toList());
        }
    }

    private final Map<Key, CompletableFuture<Genomap>> underWay = new HashMap<>();
    private final Map<Key, Genomap> kept = new LinkedHashMap<>(KEPT, 0.75f, true);

    /**
     * The layout: kept, or of another request that computes it now, or computed. A failure of the
     * other request, such as the end of its time, is tried again, unless it was of the layout
     * itself: {@link NoLayoutException}.
     *
     * @param patience of the request
     * @throws ProblemException what computing it, here or there, gave
     */
    Genomap get(Key key, Patience patience, Supplier<Genomap> compute) {
        while (true) {
            CompletableFuture<Genomap> mine = new CompletableFuture<>();
            CompletableFuture<Genomap> other;
            synchronized (this) {
                Genomap found = kept.get(key);
                if (found != null) {
                    return found;
                }
                other = underWay.putIfAbsent(key, mine);
            }
            if (other == null) {
                return lead(key, mine, compute);
            }
            Optional<Genomap> shared = await(other, patience);
            if (shared.isPresent()) {
                return shared.get();
            }
        }
    }

    private Genomap lead(Key key, CompletableFuture<Genomap> mine, Supplier<Genomap> compute) {
        try {
            Genomap genomap = compute.get();
            finish(key, Optional.of(genomap));
            mine.complete(genomap);
            return genomap;
        } catch (RuntimeException | Error e) {
            finish(key, Optional.empty());
            mine.completeExceptionally(e);
            throw e;
        }
    }

    /** What the other request computed; empty when it failed for a reason of its own. */
    private static Optional<Genomap> await(CompletableFuture<Genomap> other, Patience patience) {
        patience.check();
        while (true) {
            try {
                return Optional.of(other.get(GLANCE.toMillis(), TimeUnit.MILLISECONDS));
            } catch (TimeoutException e) {
                patience.check();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof NoLayoutException failure) {
                    throw failure;
                }
                return Optional.empty();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ProblemException(
                        ErrorCode.OVERLOADED, "The service is stopping; try again in a while.");
            }
        }
    }

    synchronized int size() {
        return kept.size();
    }

    private synchronized void finish(Key key, Optional<Genomap> computed) {
        underWay.remove(key);
        if (computed.isPresent()) {
            kept.put(key, computed.get());
            if (kept.size() > KEPT) {
                kept.remove(kept.keySet().iterator().next());
            }
        }
    }
}
