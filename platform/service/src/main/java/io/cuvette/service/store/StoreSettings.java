package io.cuvette.service.store;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** The keys {@code cuvette.store.*}. */
@ConfigMapping(prefix = "cuvette.store")
interface StoreSettings {

    /** Where this service reaches the store. */
    URI endpoint();

    /** Where callers reach it, for presigned URLs; the same place when not set. */
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
    Duration connectTimeout();

    /** Limit between two pieces of a transfer. */
    @WithDefault("30s")
    Duration idleTimeout();

    /** Limit of one attempt. */
    @WithDefault("2m")
    Duration callTimeout();

    /** Attempts of a call in all. */
    @WithDefault("4")
    int attempts();

    /** Pause before the second attempt; doubles each time. */
    @WithDefault("200ms")
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
