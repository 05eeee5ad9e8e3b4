package io.cuvette.training.app.config;

import io.cuvette.service.config.Strict;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** Sweeps over settings. */
@ConfigMapping(prefix = "cuvette.sweeps")
public interface SweepsConfig {

    /** Trials of a sweep; more are refused. */
    @WithDefault("1000")
    @Min(1)
    @Max(10000)
    int maxTrials();

    /** Trials of a sweep that may be under way at once; more are refused. */
    @WithDefault("100")
    @Min(1)
    @Max(1000)
    int maxParallel();

    /** Unfinished sweeps that a tenant may have; more are refused. */
    @WithDefault("20")
    @Min(1)
    int maxUnfinishedPerTenant();

    /**
     * Time between two looks at all sweeps; an ended trial and a filed sweep are acted on at once.
     */
    @WithDefault("2s")
    @WithConverter(Strict.PositiveDuration.class)
    Duration driveEvery();
}
