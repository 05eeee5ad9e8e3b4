package io.cuvette.service.store;

import io.cuvette.service.config.Strict;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** The keys {@code cuvette.store.*}. */
@ConfigMapping(prefix = "cuvette.store")
interface StoreSettings {

    /** Where this service reaches the store. */
    @WithConverter(Strict.HttpAddress.class)
    URI endpoint();

    /** Where callers reach it, for presigned URLs; the same place when not set. */
    @WithConverter(Strict.HttpAddress.class)
    Optional<URI> publicEndpoint();

    String accessKey();

    String secretKey();

    /** Region to sign for; Ceph wants {@code default}. */
    @WithDefault(StoreConfig.DEFAULT_REGION)
    String region();

    @WithDefault(StoreConfig.DEFAULT_BUCKET)
    String bucket();

    /** Limit to open a connection. */
    @WithDefault("5s")
    @WithConverter(Strict.PositiveDuration.class)
    Duration connectTimeout();

    /** Limit between two pieces of a transfer. */
    @WithDefault("30s")
    @WithConverter(Strict.PositiveDuration.class)
    Duration idleTimeout();

    /** Limit of one attempt. */
    @WithDefault("2m")
    @WithConverter(Strict.PositiveDuration.class)
    Duration callTimeout();

    /** Attempts of a call in all. */
    @WithDefault("4")
    @Min(1)
    @Max(StoreTimeouts.MAXIMUM_ATTEMPTS)
    int attempts();

    /** Pause before the second attempt; doubles each time. */
    @WithDefault("200ms")
    @WithConverter(Strict.PositiveDuration.class)
    Duration backoff();

    /** The same as a record, for plain Java. */
    default StoreConfig toConfig() {
        return new StoreConfig(
                endpoint(),
                publicEndpoint().orElse(endpoint()),
                accessKey(),
                secretKey(),
                region(),
                bucket(),
                new StoreTimeouts(
                        connectTimeout(), idleTimeout(), callTimeout(), attempts(), backoff()));
    }
}
