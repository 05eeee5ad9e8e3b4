package io.cuvette.gateway.error;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * The body of an error, {@code application/problem+json} (RFC 9457).
 *
 * <p>The shape is that of docs/contracts.md; why the gateway has its own is said at {@link
 * io.cuvette.gateway.identity.TenantId}.
 *
 * @param type URI of the kind of problem
 * @param title short text of the kind
 * @param status HTTP status
 * @param detail what is wrong here and what to do
 * @param instance id of the request
 * @param errorCode name of the {@link GatewayError}
 * @param errors the fields that are wrong; left out when none is
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String instance,
        String errorCode,
        List<FieldError> errors) {

    /** Media type of the body. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /** A problem of one occurrence. */
    public static Problem of(
            GatewayError error, String detail, String instance, List<FieldError> errors) {
        return new Problem(
                error.type(),
                error.title(),
                error.status(),
                detail,
                instance,
                error.name(),
                errors);
    }

    /** One field that is wrong. */
    public record FieldError(String field, String code, String message) {}
}
