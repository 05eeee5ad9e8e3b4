package io.cuvette.service.idempotency;

import io.cuvette.service.config.Strict;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;

/** {@code cuvette.idempotency.*}. */
@ConfigMapping(prefix = "cuvette.idempotency")
interface IdempotencyConfig {

    /** How long a repeated request waits for the first one. */
    @WithName("wait")
    @WithDefault("10s")
    @WithConverter(Strict.PositiveDuration.class)
    Duration longestWait();
}
