package io.cuvette.service.dataset;

import io.cuvette.service.config.Strict;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Bounds of the datasets that a service reads; an app's mapping extends it. */
public interface DatasetFilesConfig {

    /** Largest dataset that is read. */
    @WithDefault("4G")
    @WithConverter(Strict.PositiveSize.class)
    MemorySize largestDataset();

    /** Disk that files of datasets may take together between requests about the same ones. */
    @WithDefault("2G")
    @WithConverter(Strict.PositiveSize.class)
    MemorySize keptDatasets();

    /** How long such a file is kept after its last use. */
    @WithDefault("10m")
    @WithConverter(Strict.PositiveDuration.class)
    Duration datasetLifetime();
}
