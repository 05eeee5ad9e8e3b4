package io.cuvette.training.core.method;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a method is for; one package of the core each. */
public enum Area {
    OPTIMIZER,
    SCHEDULE,
    BATCHING,
    LOSS,
    NORM,
    AUGMENT,
    SAMPLING,
    MIXING,
    AVERAGING,
    TUNING,
    UNCERTAINTY,
    DIAGNOSTICS,
    ACCOUNTING;

    /** As it is written in JSON and in the name of its package, for instance {@code optimizer}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Area> ofKey(String key) {
        return Stream.of(values()).filter(area -> area.key().equals(key)).findFirst();
    }
}
