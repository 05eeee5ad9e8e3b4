package io.cuvette.service.error;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ValidationException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every exception that leaves a resource becomes a problem here. */
public class ProblemMappers {

    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    private static final int CLIENT_ERROR = 400;

    private final ProblemResponses responses;

    ProblemMappers(ProblemResponses responses) {
        this.responses = responses;
    }

    @ServerExceptionMapper
    public Response problem(ProblemException problem, ContainerRequestContext request) {
        return responses.answer(request, problem);
    }

    @ServerExceptionMapper
    public Response json(MismatchedInputException failure, ContainerRequestContext request) {
        return responses.answer(request, JsonProblems.of(failure));
    }

    @ServerExceptionMapper
    public Response validation(ValidationException failure, ContainerRequestContext request) {
        return failure instanceof ConstraintViolationException violations
                        && !ViolationProblems.isOwnFault(violations)
                ? responses.answer(request, ViolationProblems.of(violations))
                : unexpected(failure, request);
    }

    @ServerExceptionMapper({UnauthorizedException.class, AuthenticationFailedException.class})
    public Response unauthenticated(SecurityException failure, ContainerRequestContext request) {
        return responses.answer(
                request,
                new ProblemException(
                        ErrorCode.UNAUTHENTICATED, "Send a valid token; see WWW-Authenticate."));
    }

    @ServerExceptionMapper
    public Response forbidden(ForbiddenException failure, ContainerRequestContext request) {
        return responses.answer(
                request,
                new ProblemException(ErrorCode.FORBIDDEN, "This needs a role you do not have."));
    }

    @ServerExceptionMapper
    public Response noRoute(NotFoundException failure, ContainerRequestContext request) {
        // JAX-RS takes a parameter that cannot be converted for a path that does not exist
        if (failure.getCause() instanceof IllegalArgumentException) {
            return responses.answer(
                    request,
                    new ProblemException(
                            ErrorCode.INVALID_REQUEST,
                            "A path or query parameter is not of the type that the API description"
                                    + " names."));
        }
        return web(failure, request);
    }

    @ServerExceptionMapper
    public Response web(WebApplicationException failure, ContainerRequestContext request) {
        if (failure.getCause() instanceof JacksonException json) {
            return responses.answer(request, JsonProblems.of(json));
        }
        Response original = failure.getResponse();
        if (original.getStatus() < CLIENT_ERROR) {
            return original;
        }
        ProblemException problem = HttpProblems.of(original.getStatus());
        if (problem.code() == ErrorCode.INTERNAL) {
            return unexpected(failure, request);
        }
        return responses.answer(request, problem);
    }

    @ServerExceptionMapper
    public Response unexpected(Throwable failure, ContainerRequestContext request) {
        ProblemException problem =
                FailureProblems.find(failure)
                        .orElseGet(
                                () ->
                                        new ProblemException(
                                                ErrorCode.INTERNAL,
                                                "Something went wrong on our side; report the"
                                                        + " request id."));
        if (problem.code() == ErrorCode.INTERNAL) {
            LOG.errorf(failure, "request %s failed", RequestId.of(request));
        } else if (problem.code().status() >= 500) {
            LOG.warnf(
                    "request %s: %s (%s)",
                    RequestId.of(request), problem.code(), failure.getMessage());
        }
        return responses.answer(request, problem);
    }
}
