package io.cuvette.gateway.routing;

import io.cuvette.gateway.config.GatewayConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** A service behind the gateway with its connections. */
public final class Upstream {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    /** Idle connections are given up before the service would close them under a request. */
    private static final int KEEP_ALIVE_SECONDS = 30;

    /** Readiness is asked for by few; what more there are at once wait, then are refused. */
    private static final int PROBES = 4;

    private final String name;
    private final URI url;
    private final GatewayConfig.Service config;
    private final Optional<Pattern> ownModels;
    private final HttpClient client;

    /** Apart from callers' connections, so that a busy service does not look like a dead one. */
    private final HttpClient probes;

    Upstream(String name, URI url, GatewayConfig.Service config, Vertx vertx) {
        if (url.getHost() == null
                || url.getScheme() == null
                || !url.getScheme().matches("https?")) {
            throw new IllegalArgumentException(
                    "cuvette.gateway.services."
                            + name
                            + ".url must be like http://127.0.0.1:8081, not "
                            + url);
        }
        this.name = name;
        this.url = url;
        this.config = config;
        this.ownModels = config.ownModels().map(names -> pattern(name, names));
        HttpClientOptions options =
                new HttpClientOptions()
                        .setMaxPoolSize(config.maxConnections())
                        .setMaxWaitQueueSize(config.maxWaiting())
                        .setConnectTimeout((int) config.connectTimeout().toMillis())
                        .setIdleTimeout((int) config.idleTimeout().toSeconds())
                        .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                        .setDecompressionSupported(false);
        this.client = vertx.createHttpClient(options);
        this.probes =
                vertx.createHttpClient(
                        new HttpClientOptions(options)
                                .setMaxPoolSize(PROBES)
                                .setMaxWaitQueueSize(PROBES));
    }

    private static Pattern pattern(String service, String names) {
        try {
            return Pattern.compile(names);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "cuvette.gateway.services."
                            + service
                            + ".own-models is no regular expression: "
                            + e.getDescription(),
                    e);
        }
    }

    /** The name in the configuration. */
    public String name() {
        return name;
    }

    /** Path prefixes that go here. */
    List<String> prefixes() {
        return config.prefixes().orElse(List.of());
    }

    /** Whether it keeps models of such names itself. */
    boolean keeps(String model) {
        return ownModels.map(names -> names.matcher(model).matches()).orElse(false);
    }

    /** Largest request body in bytes. */
    long maxBodyBytes() {
        return config.maxBodySize().asLongValue();
    }

    /** Longest time from the end of the request body to the head of the response. */
    Duration responseTimeout() {
        return config.responseTimeout();
    }

    /** Host and port as they stand in a Host header. */
    HostAndPort authority() {
        return HostAndPort.create(url.getHost(), port());
    }

    /** Whether an absolute URL points to this service. */
    boolean isOrigin(URI other) {
        return url.getHost().equalsIgnoreCase(other.getHost())
                && port() == portOf(other)
                && url.getScheme().equalsIgnoreCase(other.getScheme());
    }

    /** A request with its head not yet sent. */
    Future<HttpClientRequest> request(RequestOptions options) {
        return client.request(toHere(options));
    }

    /** A question about the service itself, on a connection that no caller's request holds. */
    public Future<HttpClientRequest> probe(RequestOptions options) {
        return probes.request(toHere(options));
    }

    private RequestOptions toHere(RequestOptions options) {
        return options.setHost(url.getHost())
                .setPort(port())
                .setSsl(url.getScheme().equals("https"));
    }

    private int port() {
        return portOf(url);
    }

    private static int portOf(URI url) {
        if (url.getPort() > 0) {
            return url.getPort();
        }
        return "https".equals(url.getScheme()) ? HTTPS : HTTP;
    }
}
