package io.cuvette.training.app.persistence;

import io.cuvette.service.identity.TenantId;
import io.cuvette.training.app.service.StopRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;

/**
 * Who may work on which job, by the database's clock alone. The dispatcher's queries see all
 * tenants; everything on behalf of a worker takes the tenant of its token.
 */
@ApplicationScoped
public class JobLeases {

    private final Session session;

    @Inject
    public JobLeases(Session session) {
        this.session = session;
    }

    /**
     * Locks the next due jobs of the queue; others skip them. Tenants with fewer running jobs come
     * first, then the oldest job.
     */
    public List<JobEntity> lockNextQueued(int limit) {
        return session.createNativeQuery(
                        """
                        select * from job where state = 'QUEUED' and not_before <= now()
                        order by (select count(*) from job busy where busy.tenant = job.tenant
                                    and busy.state in ('STARTING', 'RUNNING', 'CANCELLING')),
                                 created_at, id
                        limit :limit for update skip locked
                        """,
                        JobEntity.class)
                .setParameter("limit", limit)
                .getResultList();
    }

    /** Locks jobs whose lease ran out. */
    public List<JobEntity> lockExpired(int limit) {
        return session.createNativeQuery(
                        """
                        select * from job where state in ('STARTING', 'RUNNING', 'CANCELLING')
                          and lease_until < now()
                        order by lease_until limit :limit for update skip locked
                        """,
                        JobEntity.class)
                .setParameter("limit", limit)
                .getResultList();
    }

    /** Locks jobs whose worker was asked to stop and has not done so in time. */
    public List<JobEntity> lockOverdueStops(int limit) {
        return session.createNativeQuery(
                        """
                        select * from job where state in ('STARTING', 'RUNNING', 'CANCELLING')
                          and stop_by < now()
                        order by stop_by limit :limit for update skip locked
                        """,
                        JobEntity.class)
                .setParameter("limit", limit)
                .getResultList();
    }

    /** The worker of a locked job is asked to stop, and must have done so after {@code grace}. */
    public void demandStop(TenantId tenant, String jobId, Duration grace) {
        session.createNativeMutationQuery(
                        """
                        update job set stop_by = now() + make_interval(secs => :seconds)
                        where tenant = :tenant and id = :id
                        """)
                .setParameter("seconds", seconds(grace))
                .setParameter("tenant", tenant.value())
                .setParameter("id", jobId)
                .executeUpdate();
    }

    /** Gives the lease of a locked job. */
    public void grant(TenantId tenant, String jobId, String owner, Duration duration) {
        session.createNativeMutationQuery(
                        """
                        update job set lease_owner = :owner,
                          lease_until = now() + make_interval(secs => :seconds)
                        where tenant = :tenant and id = :id
                        """)
                .setParameter("owner", owner)
                .setParameter("seconds", seconds(duration))
                .setParameter("tenant", tenant.value())
                .setParameter("id", jobId)
                .executeUpdate();
    }

    /**
     * Ends the lease of a locked job.
     *
     * @param delay the time before it may be leased again
     */
    public void release(TenantId tenant, String jobId, Duration delay) {
        session.createNativeMutationQuery(
                        """
                        update job set lease_owner = null, lease_until = null, stop_by = null,
                          not_before = now() + make_interval(secs => :seconds)
                        where tenant = :tenant and id = :id
                        """)
                .setParameter("seconds", seconds(delay))
                .setParameter("tenant", tenant.value())
                .setParameter("id", jobId)
                .executeUpdate();
    }

    /**
     * Prolongs the lease in one statement, if the attempt still holds it.
     *
     * @return what the worker is asked to do, or empty when the lease is lost
     */
    public Optional<StopRequest> renew(
            TenantId tenant, String jobId, int attempt, String tokenHash, Duration duration) {
        List<?> rows =
                session.createNativeQuery(
                                """
                                update job set lease_until = now() + make_interval(secs => :seconds)
                                where tenant = :tenant and id = :id and attempt = :attempt
                                  and token_hash = :hash
                                  and state in ('STARTING', 'RUNNING', 'CANCELLING')
                                returning stop_request
                                """,
                                String.class)
                        .setParameter("seconds", seconds(duration))
                        .setParameter("tenant", tenant.value())
                        .setParameter("id", jobId)
                        .setParameter("attempt", attempt)
                        .setParameter("hash", tokenHash)
                        .getResultList();
        return rows.stream().findFirst().map(row -> StopRequest.valueOf((String) row));
    }

    /** Number of leases that a host holds, also those of workers that outlived the service. */
    public int heldBy(String owner) {
        return ((Number)
                        session.createNativeQuery(
                                        """
                                        select count(*) from job where lease_owner = :owner
                                          and state in ('STARTING', 'RUNNING', 'CANCELLING')
                                        """,
                                        Long.class)
                                .setParameter("owner", owner)
                                .getSingleResult())
                .intValue();
    }

    /** Whether an attempt, of whatever tenant, holds its job's lease. */
    public boolean isHeld(String jobId, int attempt) {
        return !session.createNativeQuery(
                        """
                        select 1 from job where id = :id and attempt = :attempt
                          and state in ('STARTING', 'RUNNING', 'CANCELLING')
                        """,
                        Integer.class)
                .setParameter("id", jobId)
                .setParameter("attempt", attempt)
                .getResultList()
                .isEmpty();
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
