package io.cuvette.training.app.testing;

import io.cuvette.service.cleanup.CleanupRepository;
import io.cuvette.service.identity.TenantId;
import io.cuvette.training.app.launcher.LaunchRequest;
import io.cuvette.training.app.persistence.JobEntity;
import io.cuvette.training.app.persistence.JobLeases;
import io.cuvette.training.app.persistence.JobRepository;
import io.cuvette.training.app.service.AttemptRef;
import io.cuvette.training.app.service.JobLifecycle;
import io.cuvette.training.app.service.JobToken;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;

/** Leases jobs as the dispatcher does, so that a test can play the worker. */
@ApplicationScoped
public class LeaseDesk {

    @Inject JobRepository jobs;
    @Inject JobLifecycle lifecycle;
    @Inject JobLeases leases;
    @Inject CleanupRepository cleanups;

    @Transactional
    public LaunchRequest lease(String tenant, String jobId) {
        JobEntity job = jobs.lock(new TenantId(tenant), jobId).orElseThrow();
        JobToken token = JobToken.create(new TenantId(tenant));
        lifecycle.leased(job, token, "test-node");
        return new LaunchRequest(AttemptRef.of(token, job.id, job.attempt), token, job.heapBytes);
    }

    /** Takes the lease away as if it had expired. */
    @Transactional
    public void takeAway(String tenant, String jobId) {
        lifecycle.requeue(
                jobs.lock(new TenantId(tenant), jobId).orElseThrow(),
                "Test",
                "taken away by a test",
                Duration.ZERO);
    }

    /** Lets the time to stop be over by the database's clock. */
    @Transactional
    public void letStopBeOverdue(String tenant, String jobId) {
        leases.demandStop(new TenantId(tenant), jobId, Duration.ofSeconds(-1));
    }

    /** Makes everything that is to be deleted of a tenant due now. */
    @Transactional
    public void letCleanupsBeDue(String tenant) {
        cleanups.update("notBefore = ?1 where tenant = ?2", Instant.EPOCH, tenant);
    }

    /** Lets the lease be over by the database's clock. */
    @Transactional
    public void letExpire(String tenant, String jobId) {
        leases.grant(new TenantId(tenant), jobId, "test-node", Duration.ofSeconds(-1));
    }
}
