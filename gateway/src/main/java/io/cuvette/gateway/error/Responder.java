package io.cuvette.gateway.error;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cuvette.gateway.routing.RequestIds;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Answers a request with a problem, in the form the path's protocol asks for. */
@ApplicationScoped
public class Responder {
    /** How long the rest of a refused body is read, so that the caller gets to see the answer. */
    private static final Duration DRAIN = Duration.ofSeconds(2);

    private final ObjectMapper json;
    private final MeterRegistry meters;
    private final Vertx vertx;

    Responder(ObjectMapper json, MeterRegistry meters, Vertx vertx) {
        this.json = json;
        this.meters = meters;
        this.vertx = vertx;
    }

    /** An error as bytes with its headers. */
    public record Answer(int status, String contentType, Buffer body, long retryAfterSeconds) {}

    private record InferenceError(String error) {}

    /** Ends the request with the problem. */
    public void fail(RoutingContext rc, ProblemException problem) {
        if (rc.response().ended() || rc.response().headWritten()) {
            rc.response().reset();
            return;
        }
        Answer answer = answer(rc.request(), problem);
        HttpServerResponse response = rc.response();
        response.setStatusCode(answer.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, answer.contentType());
        if (answer.retryAfterSeconds() > 0) {
            response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString(answer.retryAfterSeconds()));
        }
        if (problem.error() == GatewayError.UNAUTHENTICATED) {
            response.putHeader("WWW-Authenticate", "ApiKey header=\"X-Api-Key\", Bearer");
        }
        response.end(answer.body());
        drain(rc.request());
    }

    /** The problem as the caller's protocol wants it: {@code {"error": ...}} on {@code /v2}. */
    public Answer answer(HttpServerRequest request, ProblemException problem) {
        meters.counter("cuvette.gateway.refusals", "code", problem.error().name()).increment();
        long retryAfter =
                problem.retryAfter().map(wait -> Math.max(1, wait.toSeconds())).orElse(0L);
        boolean inference = isInference(request.path());
        Object body =
                inference
                        ? new InferenceError(problem.getMessage())
                        : problem.problem(RequestIds.of(request));
        return new Answer(
                problem.error().status(),
                inference ? "application/json" : Problem.MEDIA_TYPE,
                write(body),
                retryAfter);
    }

    /** Reads and drops what is left of the body for a short time, then closes the connection. */
    public void drain(HttpServerRequest request) {
        if (request.isEnded()) {
            return;
        }
        long timer =
                vertx.setTimer(
                        DRAIN.toMillis(),
                        fired -> {
                            if (request.version() == HttpVersion.HTTP_2) {
                                request.response().reset();
                            } else {
                                request.connection().close();
                            }
                        });
        request.handler(ignored -> {});
        request.exceptionHandler(ignored -> vertx.cancelTimer(timer));
        request.endHandler(ended -> vertx.cancelTimer(timer));
        request.resume();
    }

    private static boolean isInference(String path) {
        return path != null && (path.equals("/v2") || path.startsWith("/v2/"));
    }

    private Buffer write(Object body) {
        try {
            return Buffer.buffer(json.writeValueAsBytes(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem body is always writable", e);
        }
    }
}
