package io.cuvette.gateway.error;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.cuvette.gateway.routing.RequestIds;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Problems of the gateway's own resources. */
final class ProblemMappers {
    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    @ServerExceptionMapper
    Response problem(ProblemException e, HttpServerRequest request) {
        Response.ResponseBuilder response =
                Response.status(e.error().status())
                        .type(Problem.MEDIA_TYPE)
                        .entity(e.problem(RequestIds.of(request)));
        e.retryAfter()
                .ifPresent(
                        wait ->
                                response.header(
                                        HttpHeaders.RETRY_AFTER, Math.max(1, wait.toSeconds())));
        return response.build();
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException e, HttpServerRequest request) {
        return problem(
                new ProblemException(
                        GatewayError.FORBIDDEN,
                        "This needs the role admin. Use an admin's key or token."),
                request);
    }

    @ServerExceptionMapper
    Response unauthorized(UnauthorizedException e, HttpServerRequest request) {
        return problem(
                new ProblemException(
                        GatewayError.UNAUTHENTICATED,
                        "Send an API key in X-Api-Key or a token in Authorization: Bearer."),
                request);
    }

    /** Named apart, because the framework has a mapper for just this one. */
    @ServerExceptionMapper
    Response mismatched(MismatchedInputException e, HttpServerRequest request) {
        return unreadable(e, request);
    }

    @ServerExceptionMapper
    Response unreadable(JacksonException e, HttpServerRequest request) {
        ProblemException problem =
                e instanceof StreamReadException
                        ? new ProblemException(
                                GatewayError.MALFORMED_JSON,
                                "The body is not JSON; see /q/swagger-ui for what is taken.")
                        : new ProblemException(
                                GatewayError.INVALID_REQUEST,
                                "The body is not the JSON object this operation takes; see"
                                        + " /q/swagger-ui.");
        return problem(problem, request);
    }

    @ServerExceptionMapper
    Response framework(WebApplicationException e, HttpServerRequest request) {
        // The framework's reader of bodies wraps some of what Jackson says.
        if (e.getCause() instanceof JacksonException json) {
            return unreadable(json, request);
        }
        GatewayError error = GatewayError.ofStatus(e.getResponse().getStatus());
        String detail =
                error == GatewayError.NOT_FOUND
                        ? "Nothing is at this path. See /q/swagger-ui for the operations."
                        : error.title() + ".";
        return problem(new ProblemException(error, detail), request);
    }

    @ServerExceptionMapper
    Response unexpected(RuntimeException e, HttpServerRequest request) {
        LOG.errorf(e, "request %s failed", RequestIds.of(request));
        return problem(
                new ProblemException(
                        GatewayError.INTERNAL,
                        "Something failed here. Try again; if it stays, report the instance id."),
                request);
    }
}
