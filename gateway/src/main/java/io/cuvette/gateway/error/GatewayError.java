package io.cuvette.gateway.error;

import java.util.Locale;

/** Every error the gateway itself answers with; a service's own errors pass through unchanged. */
public enum GatewayError {
    PATH_REJECTED(400, "The path is not allowed"),
    VALIDATION_FAILED(400, "The request is not valid"),
    UNAUTHENTICATED(401, "Authentication is required"),
    FORBIDDEN(403, "Not allowed"),
    NOT_FOUND(404, "Not found"),
    METHOD_NOT_ALLOWED(405, "The method is not allowed here"),
    LAST_ADMIN_KEY(409, "The last admin key cannot be revoked"),
    PAYLOAD_TOO_LARGE(413, "The request body is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "The media type is not supported"),
    IDEMPOTENCY_KEY_REUSED(422, "The idempotency key was used for another request"),
    RATE_LIMITED(429, "Too many requests"),
    TOO_MANY_CONCURRENT_REQUESTS(429, "Too many requests at once"),
    INTERNAL_ERROR(500, "Internal error"),
    UPSTREAM_UNAVAILABLE(502, "The service does not answer"),
    OVERLOADED(503, "The service is overloaded"),
    IDENTITY_UNAVAILABLE(503, "Callers cannot be identified now"),
    UPSTREAM_TIMEOUT(504, "The service took too long");

    private final int status;
    private final String title;

    GatewayError(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** A short text that is the same for every occurrence. */
    public String title() {
        return title;
    }

    /** The problem type, a URI made from the name. */
    public String type() {
        return "https://cuvette.dev/problems/" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The error a plain HTTP status stands for, where a framework decided the status. */
    public static GatewayError ofStatus(int status) {
        return switch (status) {
            case 401 -> UNAUTHENTICATED;
            case 403 -> FORBIDDEN;
            case 404 -> NOT_FOUND;
            case 405 -> METHOD_NOT_ALLOWED;
            case 413 -> PAYLOAD_TOO_LARGE;
            case 415, 406 -> UNSUPPORTED_MEDIA_TYPE;
            default -> status < 500 ? VALIDATION_FAILED : INTERNAL_ERROR;
        };
    }
}
