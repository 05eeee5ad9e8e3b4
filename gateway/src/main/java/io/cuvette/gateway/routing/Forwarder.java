package io.cuvette.gateway.routing;

import io.cuvette.gateway.error.Responder;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.ext.web.RoutingContext;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.ProxyOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Sends requests on to a service. */
@ApplicationScoped
class Forwarder {
    private final Responder responder;
    private final Vertx vertx;

    /** Named by the proxy's constructor only: each exchange opens its own upstream's connection. */
    private final HttpClient unused;

    Forwarder(Responder responder, Vertx vertx) {
        this.responder = responder;
        this.vertx = vertx;
        this.unused = vertx.createHttpClient();
    }

    /**
     * Streams a request to a service and its answer back.
     *
     * @param uri path and query at the service
     * @param internalToken the caller's token; none for a public document
     */
    void forward(RoutingContext rc, Upstream service, String uri, Optional<String> internalToken) {
        Exchange exchange = new Exchange(service, uri, internalToken, responder, vertx);
        HttpProxy.reverseProxy(new ProxyOptions().setSupportWebSocket(false), unused)
                .origin(exchange)
                .addInterceptor(exchange)
                .handle(rc.request());
    }
}
