package io.cuvette.service.error;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Refuses a body that announces more than {@code quarkus.http.limits.max-body-size}, before a byte
 * of it is read. Quarkus would do so too, but with an empty answer.
 */
@Singleton
class OversizeBodies {

    /** Well before Quarkus' own check, which has order -2; filters have the negative priority. */
    private static final int PRIORITY = 1_000;

    private final long largest;
    private final ObjectMapper mapper;

    OversizeBodies(
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize largest,
            ObjectMapper mapper) {
        this.largest = largest.asLongValue();
        this.mapper = mapper;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, PRIORITY);
    }

    private void check(RoutingContext routing) {
        if (announced(routing.request()) <= largest) {
            routing.next();
            return;
        }
        ProblemException problem =
                new ProblemException(
                        ErrorCode.PAYLOAD_TOO_LARGE,
                        "The body is larger than %d bytes; send less at once.".formatted(largest));
        String requestId = RequestId.of(routing.request().getHeader(RequestId.HEADER));
        ProblemBody body = ProblemBody.of(routing.request().path(), problem, requestId);
        // the rest of the body is not read, so the connection cannot be used again
        routing.response()
                .setStatusCode(problem.code().status())
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .putHeader(HttpHeaders.CONTENT_TYPE, body.mediaType())
                .putHeader(RequestId.HEADER, requestId)
                .end(json(body.entity()))
                .onComplete(sent -> routing.request().connection().close());
    }

    /** As announced; a chunked body is measured while it is read. */
    private static long announced(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return 0; // the HTTP server's own check refuses it
        }
    }

    private String json(Object entity) {
        try {
            return mapper.writeValueAsString(entity);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem is always JSON", e);
        }
    }
}
