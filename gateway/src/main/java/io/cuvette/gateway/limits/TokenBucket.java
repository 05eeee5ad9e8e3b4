package io.cuvette.gateway.limits;

import java.time.Duration;

/**
 * A token bucket: holds at most {@code burst} tokens, gains {@code perSecond} a second, and a
 * request takes one.
 */
final class TokenBucket {
    private static final double NANOS = 1e9;

    private final double perSecond;
    private final double burst;
    private double tokens;
    private long updatedNanos;

    TokenBucket(double perSecond, double burst, long nowNanos) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.tokens = burst;
        this.updatedNanos = nowNanos;
    }

    /**
     * Takes a token if there is one.
     *
     * @param nowNanos a monotonic clock
     * @return zero when taken, else how long until there is one
     */
    synchronized Duration take(long nowNanos) {
        double gained = Math.max(0, nowNanos - updatedNanos) / NANOS * perSecond;
        tokens = Math.min(burst, tokens + gained);
        updatedNanos = Math.max(updatedNanos, nowNanos);
        if (tokens >= 1) {
            tokens -= 1;
            return Duration.ZERO;
        }
        return Duration.ofNanos((long) Math.ceil((1 - tokens) / perSecond * NANOS));
    }
}
