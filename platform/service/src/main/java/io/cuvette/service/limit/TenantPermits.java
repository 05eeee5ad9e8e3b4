package io.cuvette.service.limit;

import io.cuvette.service.error.ErrorCode;
import io.cuvette.service.error.ProblemException;
import io.cuvette.service.identity.TenantId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns at work that takes a core, memory or disk: so many at once, and fewer of one tenant, so
 * that none keeps all others out.
 */
public final class TenantPermits {

    private final int most;
    private final int mostOfATenant;
    private final Map<TenantId, Integer> taken = new HashMap<>();
    private int all;

    /**
     * @param most turns at once, at least 1
     * @param mostOfATenant of these, at least 1
     */
    public TenantPermits(int most, int mostOfATenant) {
        this.most = most;
        this.mostOfATenant = mostOfATenant;
    }

    /** A turn; closing it gives it back. */
    public final class Permit implements AutoCloseable {

        private final TenantId tenant;
        private boolean returned;

        private Permit(TenantId tenant) {
            this.tenant = tenant;
        }

        /** Harmless when repeated. */
        @Override
        public void close() {
            synchronized (TenantPermits.this) {
                if (!returned) {
                    returned = true;
                    all--;
                    taken.computeIfPresent(tenant, (t, n) -> n == 1 ? null : n - 1);
                }
            }
        }
    }

    /**
     * A turn at once.
     *
     * @throws ProblemException OVERLOADED while all, or all of the tenant, are taken
     */
    public Permit takeOrRefuse(TenantId tenant, Duration retryAfter, String why) {
        return take(tenant)
                .orElseThrow(
                        () ->
                                new ProblemException(
                                        ErrorCode.OVERLOADED, why, List.of(), retryAfter, null));
    }

    /** A turn at once, or empty while all, or all of the tenant, are taken. */
    public synchronized Optional<Permit> take(TenantId tenant) {
        if (all >= most || taken.getOrDefault(tenant, 0) >= mostOfATenant) {
            return Optional.empty();
        }
        all++;
        taken.merge(tenant, 1, Integer::sum);
        return Optional.of(new Permit(tenant));
    }
}
