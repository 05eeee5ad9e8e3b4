package io.cuvette.service.idempotency;

import io.agroal.api.AgroalDataSource;
import io.cuvette.service.error.ErrorCode;
import io.cuvette.service.error.ProblemException;
import io.cuvette.service.identity.TenantId;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Does a creating POST at most once per key. The key's record is written in the transaction of the
 * created row, so both are there or neither: a crash in between leaves the key free, and of many
 * requests at once one works while the others wait for its answer.
 */
@Singleton
public class Idempotency {

    /** How long a key is remembered. */
    public static final Duration LIFETIME = Duration.ofHours(24);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final AgroalDataSource database;
    private final Duration wait;

    Idempotency(AgroalDataSource database, IdempotencyConfig config) {
        this.database = database;
        this.wait = config.longestWait();
    }

    /**
     * Runs the work in a transaction of its own, or answers what the first request with this key
     * was answered. Call it outside of any transaction.
     *
     * @param key empty when the caller sent none: the work just runs
     * @throws ProblemException {@link ErrorCode#IDEMPOTENCY_KEY_REUSED} when the key was used for
     *     another request, {@link ErrorCode#IDEMPOTENCY_IN_PROGRESS} when the first request takes
     *     longer than {@code cuvette.idempotency.wait}
     */
    public Answer execute(
            TenantId tenant,
            Optional<IdempotencyKey> key,
            RequestHash hash,
            TransactionalWork work) {
        return QuarkusTransaction.requiringNew()
                .call(() -> key.isEmpty() ? work.run() : once(tenant, key.get(), hash, work));
    }

    /**
     * What the first request with this key was answered, for work that is too long to be done
     * before {@link #execute} finds out. Empty without a key, and while nothing was answered.
     *
     * @throws ProblemException {@link ErrorCode#IDEMPOTENCY_KEY_REUSED} when the key was used for
     *     another request
     */
    public Optional<Answer> earlier(
            TenantId tenant, Optional<IdempotencyKey> key, RequestHash hash) {
        if (key.isEmpty()) {
            return Optional.empty();
        }
        return QuarkusTransaction.requiringNew()
                .call(
                        () -> {
                            try (Connection connection = database.getConnection()) {
                                return KeyTable.find(connection, tenant, key.get())
                                        .map(stored -> answerTo(hash, stored));
                            }
                        });
    }

    private Answer once(
            TenantId tenant, IdempotencyKey key, RequestHash hash, TransactionalWork work)
            throws SQLException {
        // inside a transaction Agroal hands out one connection, the one Hibernate uses as well
        try (Connection connection = database.getConnection()) {
            if (!claim(connection, tenant, key, hash)) {
                return earlierAnswer(connection, tenant, key, hash);
            }
            Answer answer = work.run();
            KeyTable.store(connection, tenant, key, answer);
            KeyTable.purge(connection);
            return answer;
        }
    }

    private boolean claim(
            Connection connection, TenantId tenant, IdempotencyKey key, RequestHash hash)
            throws SQLException {
        try {
            return KeyTable.claim(connection, tenant, key, hash, wait, LIFETIME);
        } catch (SQLException e) {
            if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                throw inProgress(e);
            }
            throw e;
        }
    }

    private static Answer earlierAnswer(
            Connection connection, TenantId tenant, IdempotencyKey key, RequestHash hash)
            throws SQLException {
        KeyRecord stored =
                KeyTable.find(connection, tenant, key).orElseThrow(() -> inProgress(null));
        return answerTo(hash, stored);
    }

    private static Answer answerTo(RequestHash hash, KeyRecord stored) {
        if (!stored.requestHash().equals(hash.value().hex())) {
            throw new ProblemException(
                    ErrorCode.IDEMPOTENCY_KEY_REUSED,
                    "This Idempotency-Key was sent with another request; use a new one.");
        }
        return stored.answer();
    }

    private static ProblemException inProgress(SQLException cause) {
        return new ProblemException(
                ErrorCode.IDEMPOTENCY_IN_PROGRESS,
                "The first request with this Idempotency-Key still runs; repeat this one.",
                List.of(),
                RETRY_AFTER,
                cause);
    }
}
