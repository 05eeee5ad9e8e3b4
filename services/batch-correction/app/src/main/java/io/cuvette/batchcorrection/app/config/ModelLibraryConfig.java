package io.cuvette.batchcorrection.app.config;

import io.cuvette.service.config.Strict;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How many trained models this service keeps at hand. */
@ConfigMapping(prefix = "cuvette.model-library")
public interface ModelLibraryConfig {

    /**
     * Memory that loaded models may take together; the least recently used one leaves first. Two
     * fifths of the Java heap if absent, and three fifths at most.
     */
    @WithConverter(Strict.PositiveSize.class)
    Optional<MemorySize> capacity();

    /** Disk that embeddings of loaded models may take together. */
    @WithDefault("8G")
    @WithConverter(Strict.PositiveSize.class)
    MemorySize keptEmbeddings();

    /** How long an alias such as {@code latest} is trusted before training is asked again. */
    @WithDefault("5s")
    @WithConverter(Strict.PositiveDuration.class)
    Duration aliasLifetime();

    /**
     * Folder for downloaded datasets while they are read and kept; in the system's temporary one
     * when unset. Of one process alone: what another left in it is deleted at the start.
     */
    Optional<Path> scratch();

    /** Largest answer, in cells x genes of the model or cells x dimensions; beyond it 413. */
    @WithDefault("20000000")
    @Min(1)
    int largestAnswer();

    /** Largest projection, in cells x batches x genes; it is streamed, never held. */
    @WithDefault("200000000")
    @Min(1)
    long largestProjection();

    /** Largest dataset that is read for encoding, correction or export. */
    @WithDefault("4G")
    @WithConverter(Strict.PositiveSize.class)
    MemorySize largestDataset();

    /** Disk that files of datasets may take together between requests about the same cells. */
    @WithDefault("2G")
    @WithConverter(Strict.PositiveSize.class)
    MemorySize keptDatasets();

    /** How long such a file is kept after its last use. */
    @WithDefault("10m")
    @WithConverter(Strict.PositiveDuration.class)
    Duration datasetLifetime();
}
