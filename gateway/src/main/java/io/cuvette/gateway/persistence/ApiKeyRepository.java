package io.cuvette.gateway.persistence;

import io.cuvette.gateway.identity.Role;
import io.cuvette.gateway.identity.TenantId;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;

/**
 * The table of API keys. Only administrators reach it and they manage every tenant's keys, so the
 * tenant is a filter here and not, as elsewhere, a condition of every method. The times are the
 * database's.
 */
@ApplicationScoped
public class ApiKeyRepository implements PanacheRepositoryBase<ApiKeyEntity, String> {

    /** The key with these public digits. */
    public Optional<ApiKeyEntity> findByPrefix(String prefix) {
        return find("prefix", prefix).firstResultOptional();
    }

    /** What this caller made with this idempotency key. */
    public Optional<ApiKeyEntity> findByIdempotencyKey(String createdBy, String idempotencyKey) {
        return find("createdBy = ?1 and idempotencyKey = ?2", createdBy, idempotencyKey)
                .firstResultOptional();
    }

    /** Keys after an id, oldest first. */
    public List<ApiKeyEntity> listAfter(Optional<TenantId> tenant, String afterId, int limit) {
        return tenant.map(t -> find("tenant = ?1 and id > ?2 order by id", t.value(), afterId))
                .orElseGet(() -> find("id > ?1 order by id", afterId))
                .page(0, limit)
                .list();
    }

    /** Admin keys in force, locked so that two revocations cannot each spare the other's. */
    public List<ApiKeyEntity> lockAdminKeys() {
        return find("role = ?1 and revokedAt is null order by id", Role.ADMIN)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list();
    }

    /** Notes a use, at most once a minute for each key. */
    public void touch(String id) {
        getEntityManager()
                .createNativeQuery(
                        "update api_key set last_used_at = now() where id = :id and (last_used_at"
                                + " is null or last_used_at < now() - interval '1 minute')")
                .setParameter("id", id)
                .executeUpdate();
    }

    /** Revokes a key unless it is revoked already. */
    public void revoke(String id) {
        getEntityManager()
                .createNativeQuery(
                        "update api_key set revoked_at = now() where id = :id and revoked_at is"
                                + " null")
                .setParameter("id", id)
                .executeUpdate();
    }

    /** Waits until no other transaction holds the lock of this name; held until the end of ours. */
    public void lock(String name) {
        getEntityManager()
                .createNativeQuery(
                        "select 1 from pg_advisory_xact_lock(hashtextextended(:name, 0))",
                        Integer.class)
                .setParameter("name", name)
                .getSingleResult();
    }
}
