package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.genomap.Genomap;
import io.cuvette.batchcorrection.genomap.LayoutKind;
import io.cuvette.batchcorrection.genomap.PixelGrid;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.service.error.ErrorCode;
import io.cuvette.service.error.ProblemException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Computes layouts one at a time, since each takes every core for seconds, and keeps the last few,
 * so that the next picture of the same model is quick. A layout is a few numbers a gene.
 */
final class GenomapLayouts {

    private static final int KEPT = 16;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

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

    private final Semaphore one = new Semaphore(1);
    private final Map<Key, Genomap> kept = new LinkedHashMap<>(KEPT, 0.75f, true);

    /**
     * The layout, computed where it is not kept.
     *
     * @throws ProblemException OVERLOADED while another one is computed
     */
    Genomap get(Key key, Supplier<Genomap> compute) {
        Optional<Genomap> found = find(key);
        if (found.isPresent()) {
            return found.get();
        }
        if (!one.tryAcquire()) {
            throw new ProblemException(
                    ErrorCode.OVERLOADED,
                    "Another genomap is being laid out; try again in a few seconds.",
                    List.of(),
                    RETRY_AFTER,
                    null);
        }
        try {
            Genomap genomap = compute.get();
            keep(key, genomap);
            return genomap;
        } finally {
            one.release();
        }
    }

    private synchronized Optional<Genomap> find(Key key) {
        return Optional.ofNullable(kept.get(key));
    }

    private synchronized void keep(Key key, Genomap genomap) {
        kept.put(key, genomap);
        if (kept.size() > KEPT) {
            kept.remove(kept.keySet().iterator().next());
        }
    }
}
