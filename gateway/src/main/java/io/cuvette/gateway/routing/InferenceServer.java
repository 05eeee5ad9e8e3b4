package io.cuvette.gateway.routing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cuvette.gateway.error.GatewayError;
import io.cuvette.gateway.error.ProblemException;
import io.smallrye.health.SmallRyeHealthReporter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The parts of the Open Inference Protocol V2 that belong to the server and not to a model: {@code
 * /v2}, {@code /v2/health/live} and {@code /v2/health/ready}. They need no authentication.
 */
@ApplicationScoped
class InferenceServer {
    private static final Set<String> PATHS = Set.of("/v2", "/v2/health/live", "/v2/health/ready");

    /** The protocol asks for a status of 4xx where a server is not ready. */
    private static final int NOT_READY = 400;

    private static final int OK = 200;

    private final SmallRyeHealthReporter health;
    private final ObjectMapper json;
    private final ServerMetadata metadata;

    private record ServerMetadata(String name, String version, List<String> extensions) {}

    private record Live(boolean live) {}

    private record Ready(boolean ready) {}

    InferenceServer(
            SmallRyeHealthReporter health,
            ObjectMapper json,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.health = health;
        this.json = json;
        this.metadata = new ServerMetadata("cuvette", version, List.of("binary_tensor_data"));
    }

    static boolean answers(RequestPath path) {
        return PATHS.contains(path.value());
    }

    void answer(RoutingContext rc, RequestPath path) {
        if (!rc.request().method().equals(HttpMethod.GET)
                && !rc.request().method().equals(HttpMethod.HEAD)) {
            throw new ProblemException(GatewayError.METHOD_NOT_ALLOWED, "use GET");
        }
        switch (path.value()) {
            case "/v2" -> send(rc, OK, metadata);
            case "/v2/health/live" -> send(rc, OK, new Live(true));
            default -> answerReady(rc);
        }
    }

    private void answerReady(RoutingContext rc) {
        // The checks may end on a worker thread.
        Context context = Vertx.currentContext();
        health.getReadinessAsync()
                .map(found -> !found.isDown())
                .onFailure()
                .recoverWithItem(false)
                .subscribe()
                .with(
                        ready ->
                                context.runOnContext(
                                        now -> send(rc, ready ? OK : NOT_READY, new Ready(ready))));
    }

    private void send(RoutingContext rc, int status, Object body) {
        try {
            rc.response()
                    .setStatusCode(status)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(Buffer.buffer(json.writeValueAsBytes(body)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the protocol's answers are always writable", e);
        }
    }
}
