package io.cuvette.service.error;

import io.cuvette.service.store.ObjectNotFoundException;
import io.cuvette.service.store.StoreUnavailableException;
import io.cuvette.service.store.UploadRejectedException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds in what was thrown the reason the caller should see. Transactions, proxies and Hibernate
 * wrap exceptions, so the whole chain of causes counts.
 */
final class FailureProblems {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    /**
     * Classes of SQLSTATE: 08 connection, 53 resources, 57 operator intervention (shutdown,
     * starting up).
     *
     * @see <a href="https://www.postgresql.org/docs/18/errcodes-appendix.html">PostgreSQL codes</a>
     */
    private static final Set<String> UNAVAILABLE_STATES = Set.of("08", "53", "57");

    private FailureProblems() {}

    /** A problem the caller can act on; empty when the failure is our own fault. */
    static Optional<ProblemException> find(Throwable failure) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable cause = failure;
                cause != null && seen.add(cause);
                cause = cause.getCause()) {
            Optional<ProblemException> problem = direct(cause);
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }

    private static Optional<ProblemException> direct(Throwable cause) {
        if (cause instanceof ProblemException problem) {
            return Optional.of(problem);
        }
        if (cause instanceof StoreUnavailableException) {
            return Optional.of(
                    unavailable(
                            ErrorCode.STORE_UNAVAILABLE,
                            "The object store does not answer; try again.",
                            cause));
        }
        if (cause instanceof UploadRejectedException) {
            return Optional.of(
                    new ProblemException(
                            ErrorCode.UPLOAD_REJECTED,
                            "The parts are not those that were put, or the upload is gone;"
                                    + " begin a new one."));
        }
        if (cause instanceof ObjectNotFoundException) {
            return Optional.of(
                    new ProblemException(ErrorCode.NOT_FOUND, "The stored bytes are gone."));
        }
        if (cause instanceof SQLException sql && isUnavailable(sql)) {
            return Optional.of(
                    unavailable(
                            ErrorCode.DATABASE_UNAVAILABLE,
                            "The database does not answer; try again.",
                            cause));
        }
        return Optional.empty();
    }

    private static boolean isUnavailable(SQLException failure) {
        String state = failure.getSQLState();
        return failure instanceof SQLTransientConnectionException
                || failure instanceof SQLNonTransientConnectionException
                || (state != null
                        && state.length() == 5
                        && UNAVAILABLE_STATES.contains(state.substring(0, 2)))
                || isAcquisitionTimeout(failure);
    }

    /** Agroal's, which has no SQLSTATE. */
    private static boolean isAcquisitionTimeout(SQLException failure) {
        return failure.getSQLState() == null
                && failure.getMessage() != null
                && failure.getMessage().startsWith("Sorry, acquisition timeout");
    }

    private static ProblemException unavailable(ErrorCode code, String detail, Throwable cause) {
        return new ProblemException(code, detail, List.of(), RETRY_AFTER, cause);
    }
}
