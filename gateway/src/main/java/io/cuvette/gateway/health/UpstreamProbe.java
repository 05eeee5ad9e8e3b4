package io.cuvette.gateway.health;

import io.cuvette.gateway.config.GatewayConfig;
import io.cuvette.gateway.routing.Upstream;
import io.cuvette.gateway.routing.Upstreams;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Asks every service at the same time whether it is ready. */
@ApplicationScoped
class UpstreamProbe {
    private static final int OK = 200;

    private final Upstreams upstreams;
    private final Duration timeout;

    /**
     * What a service said.
     *
     * @param detail {@code UP}, or why not
     */
    record Readiness(String service, boolean ready, String detail) {}

    UpstreamProbe(Upstreams upstreams, GatewayConfig config) {
        this.upstreams = upstreams;
        this.timeout = config.probeTimeout();
    }

    /** The readiness of all, after the probe's timeout at the latest. */
    Future<List<Readiness>> all() {
        List<Future<Readiness>> probes = new ArrayList<>();
        for (Upstream upstream : upstreams.all()) {
            probes.add(one(upstream));
        }
        return Future.all(probes).map(done -> probes.stream().map(Future::result).toList());
    }

    private Future<Readiness> one(Upstream upstream) {
        RequestOptions options =
                new RequestOptions()
                        .setMethod(HttpMethod.GET)
                        .setURI("/q/health/ready")
                        .setTimeout(timeout.toMillis())
                        .setConnectTimeout(timeout.toMillis());
        return upstream.probe(options)
                .compose(HttpClientRequest::send)
                .compose(response -> response.body().map(body -> response.statusCode()))
                .map(
                        status ->
                                new Readiness(
                                        upstream.name(),
                                        status == OK,
                                        status == OK ? "UP" : "DOWN: status " + status))
                .otherwise(
                        failure -> new Readiness(upstream.name(), false, "DOWN: does not answer"));
    }
}
