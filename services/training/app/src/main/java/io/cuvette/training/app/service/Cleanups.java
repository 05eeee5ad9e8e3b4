package io.cuvette.training.app.service;

import io.cuvette.service.identity.TenantId;
import io.cuvette.service.loop.BackgroundLoop;
import io.cuvette.service.store.KeyPrefix;
import io.cuvette.service.store.ObjectKey;
import io.cuvette.service.store.ObjectStore;
import io.cuvette.service.store.PendingUpload;
import io.cuvette.service.store.StoreException;
import io.cuvette.training.app.persistence.CheckpointRepository;
import io.cuvette.training.app.persistence.CleanupEntity;
import io.cuvette.training.app.persistence.CleanupRepository;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Deletes the objects that transactions have listed as superfluous. */
@ApplicationScoped
public class Cleanups {

    private static final Logger LOG = Logger.getLogger(Cleanups.class);
    private static final int BATCH = 20;

    private final CleanupRepository cleanups;
    private final CheckpointRepository checkpoints;
    private final ObjectStore store;
    private final BackgroundLoop loop;

    @Inject
    public Cleanups(
            CleanupRepository cleanups,
            CheckpointRepository checkpoints,
            ObjectStore store,
            MeterRegistry metrics) {
        this.cleanups = cleanups;
        this.checkpoints = checkpoints;
        this.store = store;
        this.loop = new BackgroundLoop("cleanup", metrics);
    }

    @Scheduled(
            identity = "cleanup",
            every = "${cuvette.jobs.cleanup-every}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void regularly() {
        loop.turn(this::runDue);
    }

    /** Does what is due now, also that of other callers; what fails stays listed. */
    public void runDue() {
        List<CleanupEntity> batch;
        do {
            batch = QuarkusTransaction.requiringNew().call(() -> cleanups.takeDue(BATCH));
            batch.forEach(this::run);
        } while (batch.size() == BATCH);
    }

    /** Does one piece of work; what fails stays listed. */
    public void run(CleanupEntity cleanup) {
        TenantId tenant = new TenantId(cleanup.tenant);
        Optional<KeyPrefix> prefix =
                Optional.of(cleanup.target)
                        .filter(target -> target.endsWith("/"))
                        .map(KeyPrefix::new);
        try {
            if (prefix.isPresent()) {
                for (PendingUpload upload : store.pendingUploads(prefix.get(), Instant.now())) {
                    store.abortUpload(upload.key(), upload.uploadId());
                }
                store.deletePrefix(prefix.get());
            } else {
                store.delete(new ObjectKey(cleanup.target));
            }
        } catch (StoreException e) {
            LOG.warnf("cleanup %d failed %d times: %s", cleanup.id, cleanup.tries, e);
            return;
        }
        QuarkusTransaction.requiringNew()
                .run(
                        () -> {
                            prefix.ifPresent(gone -> checkpoints.forgetBelow(tenant, gone));
                            cleanups.done(tenant, cleanup.id);
                        });
    }
}
