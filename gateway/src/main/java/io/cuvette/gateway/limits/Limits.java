package io.cuvette.gateway.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.cuvette.gateway.config.GatewayConfig;
import io.cuvette.gateway.error.GatewayError;
import io.cuvette.gateway.error.ProblemException;
import io.cuvette.gateway.identity.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** How often a caller may ask, and how many requests of a tenant may be in progress at once. */
@ApplicationScoped
public class Limits {
    private final int requestsPerSecond;
    private final int burst;
    private final int concurrentPerTenant;
    private final Cache<String, TokenBucket> buckets;

    /** Requests in progress; a tenant without any has no entry. */
    private final ConcurrentMap<TenantId, Integer> inProgress = new ConcurrentHashMap<>();

    Limits(GatewayConfig config) {
        this.requestsPerSecond = config.limits().requestsPerSecond();
        this.burst = config.limits().burst();
        this.concurrentPerTenant = config.limits().concurrentPerTenant();
        // A bucket untouched for as long as it takes to fill is the same as a new one.
        Duration refill = Duration.ofSeconds(1L + burst / Math.max(1, requestsPerSecond));
        this.buckets =
                Caffeine.newBuilder()
                        .maximumSize(config.limits().rememberedCallers())
                        .expireAfterAccess(refill)
                        .build();
    }

    /**
     * Counts one request of a caller.
     *
     * @throws ProblemException ({@link GatewayError#TOO_MANY_REQUESTS}) when the caller has to wait
     */
    public void countRequest(String caller) {
        long now = System.nanoTime();
        TokenBucket bucket =
                buckets.get(caller, ignored -> new TokenBucket(requestsPerSecond, burst, now));
        Duration wait = bucket.take(now);
        if (!wait.isZero()) {
            throw ProblemException.retryAfter(
                    GatewayError.TOO_MANY_REQUESTS,
                    "More than " + requestsPerSecond + " requests a second. Retry after the wait.",
                    wait.plusMillis(999));
        }
    }

    /**
     * Enters a request of a tenant.
     *
     * @return what leaves it again; only the first call counts
     * @throws ProblemException ({@link GatewayError#TOO_MANY_CONCURRENT_REQUESTS}) when too many
     *     are in progress
     */
    public Runnable enter(TenantId tenant) {
        int entered = inProgress.merge(tenant, 1, Integer::sum);
        AtomicBoolean left = new AtomicBoolean();
        Runnable leave =
                () -> {
                    if (left.compareAndSet(false, true)) {
                        inProgress.computeIfPresent(tenant, (t, n) -> n > 1 ? n - 1 : null);
                    }
                };
        if (entered > concurrentPerTenant) {
            leave.run();
            throw ProblemException.retryAfter(
                    GatewayError.TOO_MANY_CONCURRENT_REQUESTS,
                    "The tenant has "
                            + concurrentPerTenant
                            + " requests in progress. Wait for one to finish.",
                    Duration.ofSeconds(1));
        }
        return leave;
    }

    /** Requests of a tenant in progress. */
    public int inProgress(TenantId tenant) {
        return inProgress.getOrDefault(tenant, 0);
    }
}
