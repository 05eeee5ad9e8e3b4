package io.cuvette.service.inference.rest;

import io.cuvette.service.inference.InferenceException;
import io.cuvette.service.inference.InferenceException.Reason;
import io.cuvette.service.inference.protocol.Documents.ErrorMessage;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;

/** Turns what went wrong under {@code /v2} into the protocol's error object. */
final class InferenceErrors {

    private static final Logger LOG = Logger.getLogger(InferenceErrors.class);
    private static final int RETRY_AFTER_SECONDS = 1;

    private InferenceErrors() {}

    static Response of(InferenceException problem) {
        Response.ResponseBuilder response =
                response(problem.reason().status(), problem.getMessage());
        if (problem.reason() == Reason.OVERLOADED) {
            response.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        return response.build();
    }

    static Response of(WebApplicationException problem) {
        Response.StatusType status = problem.getResponse().getStatusInfo();
        return response(status.getStatusCode(), status.getReasonPhrase()).build();
    }

    static Response of(Throwable problem) {
        LOG.error("A request under /v2 failed", problem);
        return response(Reason.INTERNAL.status(), "internal error; the service's log says more")
                .build();
    }

    private static Response.ResponseBuilder response(int status, String message) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(new ErrorMessage(message));
    }
}
