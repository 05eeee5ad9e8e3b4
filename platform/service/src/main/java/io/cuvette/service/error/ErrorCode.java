package io.cuvette.service.error;

import java.util.Locale;

/** Every reason a request is refused, with its HTTP status. Clients switch on the name. */
public enum ErrorCode {
    MALFORMED_JSON(400, "The body is not JSON"),
    INVALID_REQUEST(400, "The request is not valid"),
    INVALID_PAGE_TOKEN(400, "The page token is not valid"),
    INVALID_IDEMPOTENCY_KEY(400, "The idempotency key is not valid"),
    UNAUTHENTICATED(401, "Credentials are missing or not valid"),
    FORBIDDEN(403, "Not allowed"),
    NOT_FOUND(404, "Not found"),
    METHOD_NOT_ALLOWED(405, "The method is not allowed here"),
    NOT_ACCEPTABLE(406, "No such representation"),
    ILLEGAL_STATE(409, "Not possible in the present state"),
    ALREADY_EXISTS(409, "The name is taken"),
    IN_USE(409, "Still in use"),
    LEASE_LOST(409, "Another attempt has the job"),
    IDEMPOTENCY_IN_PROGRESS(409, "The first request with this key still runs"),
    PRECONDITION_FAILED(412, "Changed by someone else"),
    PAYLOAD_TOO_LARGE(413, "The body is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "The media type is not supported"),
    IDEMPOTENCY_KEY_REUSED(422, "The key was used for another request"),
    JOB_REJECTED(422, "The job cannot succeed"),
    DATASET_INVALID(422, "The dataset is not valid"),
    UPLOAD_REJECTED(422, "The upload is not what was announced"),
    UNPROCESSABLE(422, "The request cannot be carried out"),
    PRECONDITION_REQUIRED(428, "If-Match is required"),
    TOO_MANY_REQUESTS(429, "Too many requests"),
    INTERNAL(500, "Internal error"),
    UPSTREAM_FAILED(502, "Another service failed"),
    STORE_UNAVAILABLE(503, "The object store does not answer"),
    DATABASE_UNAVAILABLE(503, "The database does not answer"),
    UPSTREAM_UNAVAILABLE(503, "Another service does not answer"),
    OVERLOADED(503, "Too busy");

    private static final String TYPE_BASE = "https://cuvette.dev/problems/";

    private final int status;
    private final String title;

    ErrorCode(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** The problem type: a stable URI. */
    public String type() {
        return TYPE_BASE + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
