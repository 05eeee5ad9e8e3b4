package io.cuvette.service.error;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * The body of an error answer.
 *
 * @param instance the request's id, to find it in the logs
 * @param errors left out when empty
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
 */
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String instance,
        ErrorCode errorCode,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FieldError> errors) {

    /** The media type of this body. */
    public static final String MEDIA_TYPE = "application/problem+json";

    public Problem {
        errors = List.copyOf(errors);
    }

    static Problem of(ErrorCode code, String detail, String requestId, List<FieldError> errors) {
        return new Problem(
                code.type(), code.title(), code.status(), detail, requestId, code, errors);
    }
}
