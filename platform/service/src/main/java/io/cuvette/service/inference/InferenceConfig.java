package io.cuvette.service.inference;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.OptionalInt;

/** {@code cuvette.inference.*}: the Open Inference Protocol endpoints and request batching. */
@ConfigMapping(prefix = "cuvette.inference")
public interface InferenceConfig {

    /** Whether this service answers under {@code /v2}; the gateway and training say false. */
    @WithDefault("true")
    boolean enabled();

    /** {@code name} of the server metadata. */
    @WithDefault("cuvette")
    String serverName();

    /**
     * Largest body of an inference request: what HTTP admits at all, unless it is to be less. A
     * larger value has no effect, since the HTTP limit comes first.
     */
    @WithDefault("${quarkus.http.limits.max-body-size}")
    MemorySize maxRequestSize();

    /** Largest body of an answer; a bigger one is refused: ask for fewer rows at a time. */
    @WithDefault("256M")
    MemorySize maxResponseSize();

    /** Bytes of request bodies held in memory at once, over all requests; beyond it 503. */
    @WithDefault("512M")
    MemorySize maxRequestBytesInFlight();

    /** From the whole body being read to the answer; then 503. */
    @WithDefault("30s")
    Duration timeout();

    /** Threads that run models; as many as processors if absent. */
    OptionalInt threads();

    /** How requests of one model version are put together. */
    Batch batch();

    /** {@code cuvette.inference.batch.*}. */
    interface Batch {

        /** Rows computed in one call of a model; a single larger request is computed by itself. */
        @WithDefault("256")
        int maxRows();

        /** Longest wait of a request for others to share its batch, in microseconds. */
        @WithDefault("200")
        long maxWaitMicros();

        /** Requests waiting at one model version; beyond it 503. */
        @WithDefault("256")
        int maxQueuedRequests();

        /** Rows waiting at one model version; beyond it 503. */
        @WithDefault("65536")
        int maxQueuedRows();

        /** Batches of one model version computed at once. */
        @WithDefault("1")
        int concurrentBatches();
    }
}
