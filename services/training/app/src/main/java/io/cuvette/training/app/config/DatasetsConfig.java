package io.cuvette.training.app.config;

import io.cuvette.service.config.Strict;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** Uploads and their validation. */
@ConfigMapping(prefix = "cuvette.datasets")
public interface DatasetsConfig {

    /** Largest upload. */
    @WithDefault("20G")
    @WithConverter(Strict.PositiveSize.class)
    MemorySize maxSize();

    /** Size of one part of an upload; raised for files of more than 1000 parts. */
    @WithDefault("16M")
    @WithConverter(Strict.PositiveSize.class)
    MemorySize partSize();

    /** Time in which an upload must be completed; its presigned addresses last as long. */
    @WithDefault("24h")
    @WithConverter(Strict.PositiveDuration.class)
    Duration uploadLifetime();

    /** Uploads that a tenant may have open at once. */
    @WithDefault("50")
    @Min(1)
    int maxOpenUploadsPerTenant();

    /** Datasets that are validated at once, each in a JVM of its own. */
    @WithDefault("1")
    @Min(1)
    @Max(16)
    int parallelValidations();

    /** Java heap of a validation; a file that needs more is refused. */
    @WithDefault("2G")
    @WithConverter(Strict.PositiveSize.class)
    MemorySize validationHeap();

    /** Time that reading one file may take in validation. */
    @WithDefault("15m")
    @WithConverter(Strict.PositiveDuration.class)
    Duration validationTimeLimit();

    /** Time without a sign of life after which another process validates again. */
    @WithDefault("30s")
    @WithConverter(Strict.PositiveDuration.class)
    Duration validationLease();

    /**
     * Times that a validation which an outage or a crash cut off is begun again, ever later, before
     * the dataset is refused.
     */
    @WithDefault("10")
    @Min(1)
    @Max(100)
    int validationAttempts();

    /** Cells and genes kept for previews. */
    @WithDefault("100")
    @Min(1)
    @Max(1000)
    int previewRows();

    /** Time between two looks for uploads to validate; a completed one is acted on at once. */
    @WithDefault("2s")
    @WithConverter(Strict.PositiveDuration.class)
    Duration validateEvery();

    /** Time between two looks for uploads that were not completed in time. */
    @WithDefault("1m")
    @WithConverter(Strict.PositiveDuration.class)
    Duration expireEvery();
}
