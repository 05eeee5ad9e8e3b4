package io.cuvette.training.app.config;

import io.cuvette.service.config.Strict;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.regex.Pattern;

/** Jobs, their leases and their histories. */
@ConfigMapping(prefix = "cuvette.jobs")
public interface JobsConfig {

    /** Time without a heartbeat after which a worker counts as lost. */
    @WithDefault("60s")
    @WithConverter(Strict.PositiveDuration.class)
    Duration lease();

    /** Attempts that may end early before the job fails. */
    @WithDefault("5")
    @Min(1)
    int maxAttempts();

    /** Pause before a job whose attempt ended early is leased again; doubles with each failure. */
    @WithDefault("2s")
    @WithConverter(Strict.PositiveDuration.class)
    Duration retryDelay();

    /** Unfinished jobs that a tenant may have; more are refused. */
    @WithDefault("1000")
    @Min(1)
    int maxUnfinishedPerTenant();

    /**
     * Names, as a regular expression, that no model is made by: the gateway takes {@code /v2} of
     * them to the reactor models, as its {@code own-models} say.
     */
    @WithDefault("reactor-[0-9a-z]{26}")
    Pattern reservedModelNames();

    /** Largest settings document of a job. */
    @WithDefault("256K")
    @WithConverter(Strict.PositiveSize.class)
    MemorySize maxSettings();

    /** Event streams open at once over all tenants; more are refused. */
    @WithDefault("512")
    @Min(1)
    int maxEventStreams();

    /** Progress and message events kept of each job; state events are all kept. */
    @WithDefault("2000")
    @Min(10)
    int eventsKept();

    /** Checkpoints kept of a job that is not finished. */
    @WithDefault("3")
    @Min(2)
    @Max(100)
    int checkpointsKept();

    /** Time for which a failed job's checkpoints wait for {@code :retry}. */
    @WithDefault("7d")
    @WithConverter(Strict.PositiveDuration.class)
    Duration keepFailedCheckpoints();

    /** Time after which a lost attempt surely writes no more objects and they are deleted. */
    @WithDefault("10m")
    @WithConverter(Strict.PositiveDuration.class)
    Duration leftoverGrace();

    /** Time that a worker has to stop when its job is cancelled; then it is killed. */
    @WithDefault("60s")
    @WithConverter(Strict.PositiveDuration.class)
    Duration cancelGrace();

    /**
     * Time that a worker has to store a checkpoint and stop when its job is suspended; then it is
     * killed, and the job will go on from an older checkpoint.
     */
    @WithDefault("10m")
    @WithConverter(Strict.PositiveDuration.class)
    Duration suspendGrace();

    /** Time between two looks for expired leases and overdue stops. */
    @WithDefault("2s")
    @WithConverter(Strict.PositiveDuration.class)
    Duration sweepEvery();

    /** Time between two looks for objects to delete. */
    @WithDefault("15s")
    @WithConverter(Strict.PositiveDuration.class)
    Duration cleanupEvery();
}
