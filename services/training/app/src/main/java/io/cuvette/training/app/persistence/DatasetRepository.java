package io.cuvette.training.app.persistence;

import io.cuvette.service.identity.TenantId;
import io.cuvette.service.persistence.TenantRepository;
import io.cuvette.training.app.service.DatasetState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.LockModeType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;

/** Datasets of one tenant at a time, and the queue of validations. */
@ApplicationScoped
public class DatasetRepository implements TenantRepository<DatasetEntity> {

    private final Session session;

    @Inject
    public DatasetRepository(Session session) {
        this.session = session;
    }

    /** The dataset, kept from being deleted until the transaction ends. */
    public Optional<DatasetEntity> share(TenantId tenant, String id) {
        return find("tenant = ?1 and id = ?2", tenant.value(), id)
                .withLock(LockModeType.PESSIMISTIC_READ)
                .firstResultOptional();
    }

    public long uploading(TenantId tenant) {
        return count("tenant = ?1 and state = ?2", tenant.value(), DatasetState.UPLOADING);
    }

    /** Locks uploads of all tenants that were not completed in time. */
    public List<DatasetEntity> lockStaleUploads(int limit) {
        return session.createNativeQuery(
                        """
                        select * from dataset where state = 'UPLOADING' and upload_expires_at < now()
                        order by upload_expires_at limit :limit for update skip locked
                        """,
                        DatasetEntity.class)
                .setParameter("limit", limit)
                .getResultList();
    }

    /** Takes the next dataset of any tenant that nobody validates, for a limited time. */
    public Optional<ValidationTicket> takeNextValidation(Duration lease) {
        List<Object[]> rows =
                session.createNativeQuery(
                                """
                                update dataset set validation_attempt = validation_attempt + 1,
                                  validation_lease_until = now() + make_interval(secs => :seconds)
                                where id = (select id from dataset where state = 'VALIDATING'
                                              and validation_lease_until < now()
                                            order by validation_lease_until, updated_at limit 1
                                            for update skip locked)
                                returning id, tenant, validation_attempt
                                """,
                                Object[].class)
                        .setParameter("seconds", lease.toMillis() / 1000.0)
                        .getResultList();
        return rows.stream()
                .findFirst()
                .map(
                        row ->
                                new ValidationTicket(
                                        new TenantId((String) row[1]),
                                        (String) row[0],
                                        ((Number) row[2]).intValue()));
    }

    /** Sets the end of a ticket's lease; false when the ticket is no longer the newest. */
    public boolean prolongValidation(ValidationTicket ticket, Duration lease) {
        return session.createNativeMutationQuery(
                                """
                                update dataset
                                set validation_lease_until = now() + make_interval(secs => :seconds)
                                where tenant = :tenant and id = :id and state = 'VALIDATING'
                                  and validation_attempt = :attempt
                                """)
                        .setParameter("seconds", lease.toMillis() / 1000.0)
                        .setParameter("tenant", ticket.tenant().value())
                        .setParameter("id", ticket.datasetId())
                        .setParameter("attempt", ticket.attempt())
                        .executeUpdate()
                == 1;
    }

    /** One leased validation. */
    public record ValidationTicket(TenantId tenant, String datasetId, int attempt) {}
}
