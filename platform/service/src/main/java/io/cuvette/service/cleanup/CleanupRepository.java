package io.cuvette.service.cleanup;

import io.cuvette.service.identity.TenantId;
import io.cuvette.service.store.KeyPrefix;
import io.cuvette.service.store.ObjectKey;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.hibernate.Session;

/** The durable list of objects that are to be deleted. */
@ApplicationScoped
public class CleanupRepository implements PanacheRepositoryBase<CleanupEntity, Long> {

    private final Session session;

    @Inject
    public CleanupRepository(Session session) {
        this.session = session;
    }

    /** Every object below {@code prefix} is to go after {@code delay}. */
    public CleanupEntity add(TenantId tenant, KeyPrefix prefix, Duration delay) {
        return add(tenant, prefix.value(), delay);
    }

    /** The object is to go after {@code delay}. */
    public CleanupEntity add(TenantId tenant, ObjectKey key, Duration delay) {
        return add(tenant, key.value(), delay);
    }

    private CleanupEntity add(TenantId tenant, String target, Duration delay) {
        CleanupEntity entity = new CleanupEntity();
        entity.tenant = tenant.value();
        entity.target = target;
        entity.notBefore = Instant.now().plus(delay);
        persist(entity);
        return entity;
    }

    /** The objects are wanted again. */
    public void withdraw(TenantId tenant, KeyPrefix prefix) {
        delete("tenant = ?1 and target = ?2", tenant.value(), prefix.value());
    }

    /** The object is wanted after all. */
    public void withdraw(TenantId tenant, ObjectKey key) {
        delete("tenant = ?1 and target = ?2", tenant.value(), key.value());
    }

    /**
     * Takes due work, of all tenants, and hides it for a while: whoever dies over it leaves it to
     * be taken again.
     */
    public List<CleanupEntity> takeDue(int limit) {
        return session.createNativeQuery(
                        """
                        update cleanup set tries = tries + 1,
                          not_before = now() + make_interval(secs => least(3600, 30 * (tries + 1)))
                        where id in (select id from cleanup where not_before <= now()
                                     order by not_before limit :limit for update skip locked)
                        returning *
                        """,
                        CleanupEntity.class)
                .setParameter("limit", limit)
                .getResultList();
    }

    public void done(TenantId tenant, long id) {
        delete("tenant = ?1 and id = ?2", tenant.value(), id);
    }
}
