package io.cuvette.service.idempotency;

import io.cuvette.service.identity.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** The table {@code cuvette_idempotency}. The database's clock rules. */
final class KeyTable {

    /** A row in the making; the work's answer replaces it before anyone else can see it. */
    private static final int NO_STATUS = 0;

    private static final int PURGED_AT_ONCE = 20;

    private KeyTable() {}

    /**
     * Takes the key, waiting for another transaction that has it in hand. An expired record is
     * taken over.
     *
     * @param wait limit of the waiting
     * @return false when a valid record exists
     * @throws SQLException with state 55P03 when the other transaction takes too long
     */
    static boolean claim(
            Connection connection,
            TenantId tenant,
            IdempotencyKey key,
            RequestHash hash,
            Duration wait,
            Duration lifetime)
            throws SQLException {
        setLockTimeout(connection, wait.toMillis() + "ms");
        try (PreparedStatement statement =
                connection.prepareStatement(
                        """
                        INSERT INTO cuvette_idempotency AS present
                            (tenant, idempotency_key, request_hash, status, body, expires_at)
                        VALUES (?, ?, ?, ?, '', now() + ? * interval '1 second')
                        ON CONFLICT (tenant, idempotency_key) DO UPDATE
                        SET request_hash = excluded.request_hash, status = excluded.status,
                            location = NULL, body = '', expires_at = excluded.expires_at
                        WHERE present.expires_at <= now()
                        """)) {
            statement.setString(1, tenant.value());
            statement.setString(2, key.value());
            statement.setString(3, hash.value().hex());
            statement.setInt(4, NO_STATUS);
            statement.setLong(5, lifetime.toSeconds());
            boolean taken = statement.executeUpdate() == 1;
            setLockTimeout(connection, "0");
            return taken;
        }
    }

    static Optional<KeyRecord> find(Connection connection, TenantId tenant, IdempotencyKey key)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        """
                        SELECT request_hash, status, location, body FROM cuvette_idempotency
                        WHERE tenant = ? AND idempotency_key = ? AND expires_at > now()
                        """)) {
            statement.setString(1, tenant.value());
            statement.setString(2, key.value());
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                Answer answer =
                        new Answer(
                                row.getInt(2),
                                Optional.ofNullable(row.getString(3)),
                                row.getString(4),
                                true);
                return Optional.of(new KeyRecord(row.getString(1), answer));
            }
        }
    }

    static void store(Connection connection, TenantId tenant, IdempotencyKey key, Answer answer)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        """
                        UPDATE cuvette_idempotency SET status = ?, location = ?, body = ?
                        WHERE tenant = ? AND idempotency_key = ?
                        """)) {
            statement.setInt(1, answer.status());
            statement.setString(2, answer.location().orElse(null));
            statement.setString(3, answer.json());
            statement.setString(4, tenant.value());
            statement.setString(5, key.value());
            if (statement.executeUpdate() != 1) {
                throw new IllegalStateException("the record of a claimed key is gone");
            }
        }
    }

    /** Deletes a few expired records that nobody else has in hand: no scheduler is needed. */
    static void purge(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        """
                        DELETE FROM cuvette_idempotency WHERE (tenant, idempotency_key) IN (
                            SELECT tenant, idempotency_key FROM cuvette_idempotency
                            WHERE expires_at <= now()
                            LIMIT ? FOR UPDATE SKIP LOCKED)
                        """)) {
            statement.setInt(1, PURGED_AT_ONCE);
            statement.executeUpdate();
        }
    }

    /** Until the end of the transaction. */
    private static void setLockTimeout(Connection connection, String value) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT set_config('lock_timeout', ?, true)")) {
            statement.setString(1, value);
            statement.execute();
        }
    }
}
