package io.cuvette.gateway.error;

import java.util.Locale;

/**
 * Every error the gateway itself answers with; a service's own errors pass through unchanged. What
 * services answer with, too, has the same name, status and title there: docs/contracts.md lists
 * them all, and a test on either side holds it to the list.
 */
public enum GatewayError {
    MALFORMED_JSON(400, "The body is not JSON"),
    INVALID_REQUEST(400, "The request is not valid"),
    INVALID_PAGE_TOKEN(400, "The page token is not valid"),
    INVALID_IDEMPOTENCY_KEY(400, "The idempotency key is not valid"),
    PATH_REJECTED(400, "The path is not allowed"),
    UNAUTHENTICATED(401, "Credentials are missing or not valid"),
    FORBIDDEN(403, "Not allowed"),
    NOT_FOUND(404, "Not found"),
    METHOD_NOT_ALLOWED(405, "The method is not allowed here"),
    NOT_ACCEPTABLE(406, "No such representation"),
    LAST_ADMIN_KEY(409, "The last admin key cannot be revoked"),
    PAYLOAD_TOO_LARGE(413, "The body is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "The media type is not supported"),
    IDEMPOTENCY_KEY_REUSED(422, "The key was used for another request"),
    TOO_MANY_REQUESTS(429, "Too many requests"),
    TOO_MANY_CONCURRENT_REQUESTS(429, "Too many requests at once"),
    INTERNAL(500, "Internal error"),
    UPSTREAM_FAILED(502, "Another service failed"),
    IDENTITY_UNAVAILABLE(503, "Callers cannot be identified now"),
    UPSTREAM_UNAVAILABLE(503, "Another service does not answer"),
    OVERLOADED(503, "Too busy"),
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
            case 406 -> NOT_ACCEPTABLE;
            case 413 -> PAYLOAD_TOO_LARGE;
            case 415 -> UNSUPPORTED_MEDIA_TYPE;
            default -> status < 500 ? INVALID_REQUEST : INTERNAL;
        };
    }
}
