package io.cuvette.reactormodel.app.persistence;

import io.cuvette.service.identity.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
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

    /** Adaptations of a tenant that wait or are being made. */
    public long countUnfinished(TenantId tenant) {
        return count("tenant = ?1 and state in ('QUEUED', 'RUNNING')", tenant.value());
    }

    /** What was taken up. */
    public record Taken(TenantId tenant, String id) {}

    /**
     * Takes up the next adaptation: of the tenant that has the fewest being made, of these the one
     * that was served the longest ago, and of its own what has been due for the longest time. It is
     * due again when the lease ends.
     */
    public Optional<Taken> take(Duration lease) {
        return session.createNativeQuery(
                        """
                        with next as (
                          select a.id, a.tenant from adaptation a
                            left join (select tenant, count(*) as running from adaptation
                                       where state = 'RUNNING' and due_at > now()
                                       group by tenant) busy on busy.tenant = a.tenant
                            left join adaptation_turn turn on turn.tenant = a.tenant
                          where a.state in ('QUEUED', 'RUNNING') and a.due_at <= now()
                          order by coalesce(busy.running, 0), turn.served_at nulls first,
                            a.due_at, a.id
                          limit 1 for update of a skip locked),
                        served as (
                          insert into adaptation_turn (tenant, served_at)
                            select tenant, now() from next
                            on conflict (tenant) do update set served_at = excluded.served_at)
                        update adaptation set state = 'RUNNING', attempts = attempts + 1,
                          due_at = now() + make_interval(secs => :lease)
                        where id = (select id from next)
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

    /**
     * Whoever has it says that it lives.
     *
     * @return whether it still has it: not when the row was deleted or another has taken it up
     */
    public boolean extend(TenantId tenant, String id, int attempt, Duration lease) {
        return session.createNativeMutationQuery(
                                """
                        update adaptation set due_at = now() + make_interval(secs => :lease)
                        where tenant = :tenant and id = :id and attempts = :attempt
                          and state = 'RUNNING'
                        """)
                        .setParameter("lease", lease.toSeconds())
                        .setParameter("tenant", tenant.value())
                        .setParameter("id", id)
                        .setParameter("attempt", attempt)
                        .executeUpdate()
                == 1;
    }
}
