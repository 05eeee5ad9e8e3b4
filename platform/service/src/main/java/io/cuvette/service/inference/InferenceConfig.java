package io.cuvette.service.inference;

import io.cuvette.service.config.Strict;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Optional;

/** {@code cuvette.inference.*}: the Open Inference Protocol endpoints and request batching. */
@ConfigMapping(prefix = "cuvette.inference")
public interface InferenceConfig {

    /** Whether this service answers under {@code /v2}; the gateway and training say false. */
    @WithDefault("true")
    @WithConverter(Strict.YesOrNo.class)
    boolean enabled();

    /** {@code name} of the server metadata. */
    @WithDefault("cuvette")
    String serverName();

    /**
     * Largest body of an inference request: what HTTP admits at all, unless it is to be less. A
     * larger value has no effect, since the HTTP limit comes first.
     */
    @WithDefault("${quarkus.http.limits.max-body-size}")
    @WithConverter(Strict.PositiveSize.class)
    MemorySize maxRequestSize();

    /** Largest body of an answer; a bigger one is refused: ask for fewer rows at a time. */
    @WithDefault("256M")
    @WithConverter(Strict.PositiveSize.class)
    MemorySize maxResponseSize();

    /** Bytes of request bodies held in memory at once, over all requests; beyond it 503. */
    @WithDefault("512M")
    @WithConverter(Strict.PositiveSize.class)
    MemorySize maxRequestBytesInFlight();

    /**
     * Bytes of one tenant's request bodies held in memory at once; beyond it 503. A quarter of
     * those of all tenants, or one largest request, if absent.
     */
    @WithConverter(Strict.PositiveSize.class)
    Optional<MemorySize> maxTenantBytesInFlight();

    /** From the whole body being read to the answer; then 503. */
    @WithDefault("30s")
    @WithConverter(Strict.PositiveDuration.class)
    Duration timeout();

    /** Threads that run models; as many as processors if absent. */
    Optional<@Min(1) Integer> threads();

    /** How requests of one model version are put together. */
    Batch batch();

    /** {@code cuvette.inference.batch.*}. */
    interface Batch {

        /** Rows computed in one call of a model; a single larger request is computed by itself. */
        @WithDefault("256")
        @Min(1)
        int maxRows();

        /** Longest wait of a request for others to share its batch, in microseconds. */
        @WithDefault("200")
        @Min(0)
        @Max(1_000_000)
        long maxWaitMicros();

        /** Requests waiting at one model version; beyond it 503. */
        @WithDefault("256")
        @Min(1)
        int maxQueuedRequests();

        /** Rows waiting at one model version; beyond it 503. */
        @WithDefault("65536")
        @Min(1)
        int maxQueuedRows();

        /** Batches of one model version computed at once. */
        @WithDefault("1")
        @Min(1)
        int concurrentBatches();
    }
}
