package io.cuvette.reactormodel.app.persistence;

import io.cuvette.service.identity.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.LockModeType;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.Session;

/** Adapted models of one tenant and one reactor at a time, and the queue of all. */
@ApplicationScoped
public class AdaptationRepository implements OfReactorRepository<AdaptationEntity> {

    private final Session session;

    @Inject
    public AdaptationRepository(Session session) {
        this.session = session;
    }

    public Optional<AdaptationEntity> find(TenantId tenant, String id) {
        return find("tenant = ?1 and id = ?2", tenant.value(), id).firstResultOptional();
    }

    /** The same, and nobody else changes it before the transaction ends. */
    public Optional<AdaptationEntity> lock(TenantId tenant, String id) {
        return find("tenant = ?1 and id = ?2", tenant.value(), id)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResultOptional();
    }

    /** Adaptations of a tenant that wait or are being made. */
    public long countUnfinished(TenantId tenant) {
        return count("tenant = ?1 and state in ('QUEUED', 'RUNNING')", tenant.value());
    }

    /** What was taken up. */
    public record Taken(TenantId tenant, String id) {}

    /**
     * Takes up what has been due for the longest time, of all tenants; it is due again when the
     * lease ends.
     */
    public Optional<Taken> take(Duration lease) {
        return session.createNativeQuery(
                        """
                        update adaptation set state = 'RUNNING', attempts = attempts + 1,
                          due_at = now() + make_interval(secs => :lease)
                        where id = (select id from adaptation
                                    where state in ('QUEUED', 'RUNNING') and due_at <= now()
                                    order by due_at limit 1 for update skip locked)
                        returning tenant, id
                        """,
                        Object[].class)
                .setParameter("lease", lease.toSeconds())
                .uniqueResultOptional()
                .map(row -> new Taken(new TenantId((String) row[0]), (String) row[1]));
    }

    /** Whoever has it will not end it, and has not failed at it. */
    public void giveBack(TenantId tenant, String id, int attempt) {
        session.createNativeMutationQuery(
                        """
                        update adaptation
                        set state = 'QUEUED', attempts = attempts - 1, due_at = now()
                        where tenant = :tenant and id = :id and attempts = :attempt
                          and state = 'RUNNING'
                        """)
                .setParameter("tenant", tenant.value())
                .setParameter("id", id)
                .setParameter("attempt", attempt)
                .executeUpdate();
    }

    /** Whoever has it says that it lives. */
    public void extend(TenantId tenant, String id, int attempt, Duration lease) {
        session.createNativeMutationQuery(
                        """
                        update adaptation set due_at = now() + make_interval(secs => :lease)
                        where tenant = :tenant and id = :id and attempts = :attempt
                          and state = 'RUNNING'
                        """)
                .setParameter("lease", lease.toSeconds())
                .setParameter("tenant", tenant.value())
                .setParameter("id", id)
                .setParameter("attempt", attempt)
                .executeUpdate();
    }
}
