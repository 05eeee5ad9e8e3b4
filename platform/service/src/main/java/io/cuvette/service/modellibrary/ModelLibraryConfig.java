package io.cuvette.service.modellibrary;

import io.cuvette.service.config.Strict;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How many trained models a service keeps at hand; an app's mapping of {@code
 * cuvette.model-library} extends it.
 */
public interface ModelLibraryConfig {

    /**
     * Memory that loaded models may take together; the least recently used one leaves first. Two
     * fifths of the Java heap if absent, and three fifths at most.
     */
    @WithConverter(Strict.PositiveSize.class)
    Optional<MemorySize> capacity();

    /** How long an alias such as {@code latest} is trusted before training is asked again. */
    @WithDefault("5s")
    @WithConverter(Strict.PositiveDuration.class)
    Duration aliasLifetime();

    /**
     * Folder for downloaded files while they are read and kept; in the system's temporary one when
     * unset. Of one process alone: what another left in it is deleted at the start.
     */
    Optional<Path> scratch();
}
