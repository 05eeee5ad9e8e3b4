package io.cuvette.gateway.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Settings of the gateway; every key has a default that suits one machine. */
@ConfigMapping(prefix = "cuvette.gateway")
public interface GatewayConfig {

    /** Where the first admin key is written (mode 0600). Without it the key is printed once. */
    Optional<Path> initialKeyFile();

    /** How long a verified API key is believed without asking the database: revocation lags so. */
    @WithDefault("3s")
    @WithConverter(Strict.PositiveDuration.class)
    Duration keyCache();

    /** The services behind the gateway by name; a science's name is also its models' family. */
    Map<String, Service> services();

    /** Bounds on what callers may use. */
    Limits limits();

    /** An OpenID Connect issuer whose tokens are accepted beside API keys. */
    Oidc oidc();

    /** How long the family of a model is believed without asking the training service. */
    @WithDefault("30s")
    @WithConverter(Strict.PositiveDuration.class)
    Duration modelCache();

    /** How long a service may take to answer a readiness probe. */
    @WithDefault("2s")
    @WithConverter(Strict.PositiveDuration.class)
    Duration probeTimeout();

    /** One service behind the gateway. */
    interface Service {

        /** Base URL, scheme and authority only. A service without one is not routed. */
        @WithConverter(Strict.HttpAddress.class)
        Optional<URI> url();

        /** Path prefixes that go to this service, each matching whole segments. */
        Optional<List<String>> prefixes();

        /**
         * Regular expression of whole names of models of {@code /v2} that this service keeps
         * itself. The training service is not asked for them: models of its own have other names.
         */
        Optional<String> ownModels();

        /** Largest request body, whether its length is declared or not. */
        @WithDefault("64M")
        @WithConverter(Strict.PositiveSize.class)
        MemorySize maxBodySize();

        /** Longest time from the end of the request body to the head of the response. */
        @WithDefault("5m")
        @WithConverter(Strict.PositiveDuration.class)
        Duration responseTimeout();

        /** Longest silence of a connection in use, in both directions. */
        @WithDefault("6m")
        @WithConverter(Strict.PositiveDuration.class)
        Duration idleTimeout();

        /** Longest time to open a connection. */
        @WithDefault("2s")
        @WithConverter(Strict.PositiveDuration.class)
        Duration connectTimeout();

        /** Connections to this service; event streams hold one each. */
        @WithDefault("256")
        @WithConverter(Strict.PositiveInteger.class)
        int maxConnections();

        /** Requests that may wait for a connection before others are refused. */
        @WithDefault("256")
        @WithConverter(Strict.PositiveInteger.class)
        int maxWaiting();
    }

    /** Bounds on what callers may use. */
    interface Limits {

        /**
         * Sustained requests per second of one API key or token subject, and of one address for
         * requests that are not identified yet or fail to be.
         */
        @WithDefault("1000")
        @WithConverter(Strict.PositiveInteger.class)
        int requestsPerSecond();

        /** Requests that may come at once after a quiet time. */
        @WithDefault("2000")
        @WithConverter(Strict.PositiveInteger.class)
        int burst();

        /**
         * Requests of one tenant in progress at once, event streams included. Well below {@link
         * Service#maxConnections()}, so that one tenant cannot hold every connection.
         */
        @WithDefault("64")
        @WithConverter(Strict.PositiveInteger.class)
        int concurrentPerTenant();

        /** Callers whose request rate is remembered at once. */
        @WithDefault("10000")
        @WithConverter(Strict.PositiveInteger.class)
        int rememberedCallers();
    }

    /** An OpenID Connect issuer. Off unless the issuer is set. */
    interface Oidc {

        /**
         * URL of the issuer; its metadata is read from {@code /.well-known/openid-configuration}.
         */
        Optional<String> issuer();

        /** Audience that tokens must name. */
        @WithDefault("cuvette")
        String audience();

        /** Claim with the tenant; parts of a path are separated by a slash. */
        @WithDefault("tenant")
        String tenantClaim();

        /** Claim with the roles, of which {@code user} and {@code admin} count. */
        @WithDefault("groups")
        String roleClaim();
    }
}
