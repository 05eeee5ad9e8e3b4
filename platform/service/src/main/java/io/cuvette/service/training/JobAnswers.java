package io.cuvette.service.training;

import io.cuvette.service.error.ProblemException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/** Training's answers to submissions, passed on as they are. */
public final class JobAnswers {

    private JobAnswers() {}

    public static Response of(SubmissionAnswer answer) {
        Response.ResponseBuilder response =
                Response.status(answer.status()).type(answer.mediaType()).entity(answer.body());
        answer.location().ifPresent(value -> response.header(HttpHeaders.LOCATION, value));
        answer.retryAfter().ifPresent(value -> response.header(HttpHeaders.RETRY_AFTER, value));
        return response.build();
    }

    /** Strict: a misspelt {@code true} must not file a job. */
    public static boolean isTrue(String validateOnly) {
        return switch (validateOnly) {
            case "true" -> true;
            case "false" -> false;
            default ->
                    throw ProblemException.invalidField(
                            "validateOnly", "INVALID_VALUE", "must be true or false");
        };
    }
}
