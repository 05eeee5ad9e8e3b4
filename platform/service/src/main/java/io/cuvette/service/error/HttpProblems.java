package io.cuvette.service.error;

/** Problems of what JAX-RS itself refuses. */
final class HttpProblems {

    private HttpProblems() {}

    static ProblemException of(int status) {
        return switch (status) {
            case 401 ->
                    new ProblemException(
                            ErrorCode.UNAUTHENTICATED, "Send a valid token; see WWW-Authenticate.");
            case 403 ->
                    new ProblemException(ErrorCode.FORBIDDEN, "This needs a role you do not have.");
            case 404 -> new ProblemException(ErrorCode.NOT_FOUND, "There is nothing here.");
            case 405 ->
                    new ProblemException(
                            ErrorCode.METHOD_NOT_ALLOWED,
                            "Use a method that the API description lists for this path.");
            case 406 ->
                    new ProblemException(
                            ErrorCode.NOT_ACCEPTABLE,
                            "None of the media types in Accept is made here.");
            case 413 -> new ProblemException(ErrorCode.PAYLOAD_TOO_LARGE, "Send less at once.");
            case 415 ->
                    new ProblemException(
                            ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                            "Send the media type that the API description names.");
            case 429 -> new ProblemException(ErrorCode.TOO_MANY_REQUESTS, "Send fewer requests.");
            default ->
                    status < 500
                            ? new ProblemException(
                                    ErrorCode.INVALID_REQUEST,
                                    "The request is not valid; see the API description.")
                            : new ProblemException(ErrorCode.INTERNAL, "Internal error.");
        };
    }
}
