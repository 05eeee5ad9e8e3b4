package io.cuvette.service.inference.batching;

import io.cuvette.service.inference.InferenceConfig;
import java.time.Duration;

/**
 * How requests of one model version are put together.
 *
 * @param maxRows rows of a batch, unless a single request has more
 * @param maxWait longest wait of a request for others to share its batch; at most a second
 * @param maxQueuedRequests requests waiting; beyond it they are refused
 * @param maxQueuedRows rows waiting; beyond it requests are refused
 * @param concurrentBatches batches computed at once
 */
public record BatchSettings(
        int maxRows,
        Duration maxWait,
        int maxQueuedRequests,
        int maxQueuedRows,
        int concurrentBatches) {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    public BatchSettings {
        requirePositive(maxRows, "max-rows");
        requirePositive(maxQueuedRequests, "max-queued-requests");
        requirePositive(maxQueuedRows, "max-queued-rows");
        requirePositive(concurrentBatches, "concurrent-batches");
        if (maxWait.isNegative() || maxWait.compareTo(LONGEST_WAIT) > 0) {
            throw new IllegalArgumentException("max-wait-micros must be from 0 to 1000000");
        }
    }

    static BatchSettings of(InferenceConfig.Batch config) {
        return new BatchSettings(
                config.maxRows(),
                Duration.ofNanos(Math.multiplyExact(config.maxWaitMicros(), 1_000L)),
                config.maxQueuedRequests(),
                config.maxQueuedRows(),
                config.concurrentBatches());
    }

    private static void requirePositive(int value, String name) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1");
        }
    }
}
