package io.cuvette.reactormodel.app.config;

import io.cuvette.service.config.Strict;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** Declared reactors, their runs and their models. */
@ConfigMapping(prefix = "cuvette.reactors")
public interface ReactorsConfig {

    /** Reactors that a tenant may declare; more are refused. */
    @WithDefault("1000")
    @Min(1)
    int mostPerTenant();

    /** Files of runs that a reactor may have; more are refused. */
    @WithDefault("1000")
    @Min(1)
    int mostRunFiles();

    /** Largest file of runs. */
    @WithDefault("8M")
    @WithConverter(Strict.PositiveSize.class)
    MemorySize largestRunFile();

    /** Bytes of all files of runs that a tenant may have stored; more are refused. */
    @WithDefault("4G")
    @WithConverter(Strict.PositiveSize.class)
    MemorySize mostRunBytesPerTenant();

    /** Adapted models that a reactor may have; more are refused. */
    @WithDefault("1000")
    @Min(1)
    int mostAdaptations();

    /**
     * Runs that an adaptation may learn from while the caller waits; a fine tube's count as many
     * times as it has nodes for each of a tube as it usually is.
     */
    @WithDefault("50")
    @Min(1)
    int mostRunsOfAnAdaptation();

    /** Runs that an adaptation may learn from at all; one that takes long is queued. */
    @WithDefault("1000")
    @Min(1)
    int mostRunsOfAQueuedAdaptation();

    /** Runs of an adaptation times the times of the longest: what it takes in memory. */
    @WithDefault("200000")
    @Min(1)
    int mostTimesOfAnAdaptation();

    /** Adaptations of a tenant that may wait or be made in the background; more are refused. */
    @WithDefault("20")
    @Min(1)
    int mostQueuedPerTenant();

    /** Longest that the computation of an adaptation may take; it is stopped and has failed. */
    @WithDefault("10m")
    @WithConverter(Strict.PositiveDuration.class)
    Duration longestAdaptation();

    /**
     * Longest that a request or a batch of {@code /v2} may compute; it is stopped, and 422 (400).
     * Queued adaptations have a limit of their own.
     */
    @WithDefault("1m")
    @WithConverter(Strict.PositiveDuration.class)
    Duration longestRequest();

    /** Time between two looks at the queue of adaptations. */
    @WithDefault("1s")
    @WithConverter(Strict.PositiveDuration.class)
    Duration queueEvery();

    /** Times of one run in a request. */
    @WithDefault("10000")
    @Min(1)
    int mostTimes();

    /** Pieces of constant inputs of one run in a request. */
    @WithDefault("1000")
    @Min(1)
    int mostSegments();

    /** Runs in one request for predictions. */
    @WithDefault("256")
    @Min(1)
    int mostPredictedRuns();

    /** Largest answer in numbers; beyond it 422. */
    @WithDefault("1000000")
    @Min(1)
    int largestAnswer();

    /**
     * Times through which one request may have a model followed: of all its runs and the pieces of
     * their inputs, or of its windows; for each node of a tube, and for each draw where bands are
     * not calibrated. Beyond it 422.
     */
    @WithDefault("5000000")
    @Min(1)
    long mostFollowedTimes();

    /** The same of derivatives, for each quantity that a run is derived by; beyond it 422. */
    @WithDefault("500000")
    @Min(1)
    long mostDerivedTimes();

    /**
     * Windows that an iteration of a plan may follow for its derivatives, for each node of a tube;
     * beyond it 422.
     */
    @WithDefault("100000")
    @Min(1)
    long mostPlannedWindows();

    /** Simulations, predictions and adaptations computed at once; more are refused for a while. */
    @WithDefault("4")
    @Min(1)
    int parallel();

    /** Of these, those of one tenant. */
    @WithDefault("2")
    @Min(1)
    int parallelPerTenant();

    /**
     * Bodies above 64 KiB that are in memory at once, {@code /v2} aside; more are refused for a
     * while.
     */
    @WithDefault("8")
    @Min(1)
    int largeBodies();

    /** Of these, those of one tenant. */
    @WithDefault("4")
    @Min(1)
    int largeBodiesPerTenant();

    /** Adapted models kept in memory, all tenants together. */
    @WithDefault("100")
    @Min(1)
    @Max(100000)
    int keptModels();

    /** Time between two looks for objects to delete. */
    @WithDefault("15s")
    @WithConverter(Strict.PositiveDuration.class)
    Duration cleanupEvery();
}
