package io.cuvette.gateway.routing;

import io.cuvette.gateway.config.GatewayConfig;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The services that are configured, and which of them a path belongs to. */
@ApplicationScoped
public class Upstreams {
    /** The service that knows datasets, jobs and models. */
    public static final String TRAINING = "training";

    private final Map<String, Upstream> byName = new TreeMap<>();
    private final Map<String, Upstream> byPrefix = new TreeMap<>();

    Upstreams(GatewayConfig config, Vertx vertx) {
        config.services()
                .forEach(
                        (name, service) ->
                                service.url()
                                        .ifPresent(
                                                url ->
                                                        add(
                                                                new Upstream(
                                                                        name, url, service,
                                                                        vertx))));
    }

    private void add(Upstream upstream) {
        byName.put(upstream.name(), upstream);
        for (String prefix : upstream.prefixes()) {
            if (!prefix.matches("/api/v1/[a-z0-9-]+")) {
                throw new IllegalArgumentException(
                        "cuvette.gateway.services."
                                + upstream.name()
                                + ".prefixes: "
                                + prefix
                                + " is not like /api/v1/name");
            }
            Upstream other = byPrefix.put(prefix, upstream);
            if (other != null) {
                throw new IllegalArgumentException(
                        "both " + other.name() + " and " + upstream.name() + " claim " + prefix);
            }
        }
    }

    /** Every configured service. */
    public Collection<Upstream> all() {
        return byName.values();
    }

    /** The service of a name. */
    public Optional<Upstream> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The service that keeps models of such names itself. */
    Optional<Upstream> keeping(String model) {
        return byName.values().stream().filter(upstream -> upstream.keeps(model)).findFirst();
    }

    /** The service a path of {@code /api/v1} belongs to. */
    Optional<Upstream> of(RequestPath path) {
        return path.segmentBelow("/api/v1").map(first -> byPrefix.get("/api/v1/" + first));
    }
}
