package io.cuvette.service.store;

import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import io.minio.errors.ServerException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Turns what the client library throws into our exceptions. */
final class StoreErrors {

    private static final Set<String> MISSING = Set.of("NoSuchKey", "NoSuchObject");
    private static final Set<String> UPLOAD =
            Set.of("NoSuchUpload", "InvalidPart", "InvalidPartOrder", "EntityTooSmall");
    private static final Set<String> PASSING =
            Set.of("SlowDown", "RequestTimeout", "InternalError", "ServiceUnavailable", "Busy");
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;
    private static final int NOT_IMPLEMENTED = 501;
    private static final int NOT_FOUND = 404;
    private static final int PRECONDITION_FAILED = 412;
    private static final int CONFLICT = 409;

    private StoreErrors() {}

    /**
     * @param what the call and its key, for the message
     */
    static StoreException translate(String what, Throwable failure) {
        Throwable cause = unwrap(failure);
        if (cause instanceof StoreException ours) {
            return ours;
        }
        if (cause instanceof ErrorResponseException answer) {
            return translate(what, answer);
        }
        if (cause instanceof ServerException || cause instanceof IOException) {
            return new StoreUnavailableException(
                    what + ": the object store does not answer", cause);
        }
        if (cause instanceof MinioException) {
            // an answer that is no S3: a proxy's error page while the store is away, most often
            return new StoreUnavailableException(
                    what + ": the object store's answer is not understood", cause);
        }
        if (cause instanceof RuntimeException unexpected) {
            throw unexpected;
        }
        throw new IllegalStateException(what, cause);
    }

    /** Whether a conditional write lost: the object is there, or is being written right now. */
    static boolean isConditionFailed(Throwable failure) {
        if (unwrap(failure) instanceof ErrorResponseException answer) {
            int status = answer.response().code();
            return status == PRECONDITION_FAILED
                    || (status == CONFLICT
                            && "ConditionalRequestConflict".equals(answer.errorResponse().code()));
        }
        return false;
    }

    private static StoreException translate(String what, ErrorResponseException answer) {
        String code = answer.errorResponse().code();
        int status = answer.response().code();
        if (MISSING.contains(code)) {
            return new ObjectNotFoundException(what + ": there is no such object", answer);
        }
        if (UPLOAD.contains(code)) {
            return new UploadRejectedException(what + ": " + code, answer);
        }
        boolean passing =
                PASSING.contains(code)
                        || status == TOO_MANY_REQUESTS
                        || (status >= SERVER_ERROR && status != NOT_IMPLEMENTED);
        if (passing) {
            return new StoreUnavailableException(
                    what + ": the object store answers " + status, answer);
        }
        if (status == NOT_FOUND && !"NoSuchBucket".equals(code)) {
            return new ObjectNotFoundException(what + ": there is no such object", answer);
        }
        return new StoreRejectedException(
                "%s: the object store refuses with %d %s; check credentials, bucket and region"
                        .formatted(what, status, code),
                answer);
    }

    private static Throwable unwrap(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null
                && (cause instanceof CompletionException
                        || cause instanceof ExecutionException
                        || cause.getClass().equals(MinioException.class))) {
            cause = cause.getCause();
        }
        return cause;
    }
}
