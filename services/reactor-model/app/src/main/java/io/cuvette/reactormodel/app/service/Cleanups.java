package io.cuvette.reactormodel.app.service;

import io.cuvette.reactormodel.app.persistence.CleanupEntity;
import io.cuvette.reactormodel.app.persistence.CleanupRepository;
import io.cuvette.service.identity.TenantId;
import io.cuvette.service.loop.BackgroundLoop;
import io.cuvette.service.store.KeyPrefix;
import io.cuvette.service.store.ObjectKey;
import io.cuvette.service.store.ObjectStore;
import io.cuvette.service.store.StoreException;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.jboss.logging.Logger;

/** Deletes the objects that transactions have listed as superfluous. */
@ApplicationScoped
public class Cleanups {

    private static final Logger LOG = Logger.getLogger(Cleanups.class);
    private static final int BATCH = 20;

    private final CleanupRepository cleanups;
    private final ObjectStore store;
    private final BackgroundLoop loop;

    @Inject
    public Cleanups(CleanupRepository cleanups, ObjectStore store, MeterRegistry metrics) {
        this.cleanups = cleanups;
        this.store = store;
        this.loop = new BackgroundLoop("cleanup", metrics);
    }

    @Scheduled(
            identity = "cleanup",
            every = "${cuvette.reactors.cleanup-every}",
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
        try {
            if (cleanup.target.endsWith("/")) {
                store.deletePrefix(new KeyPrefix(cleanup.target));
            } else {
                store.delete(new ObjectKey(cleanup.target));
            }
        } catch (StoreException e) {
            LOG.warnf("cleanup %d failed %d times: %s", cleanup.id, cleanup.tries, e);
            return;
        }
        QuarkusTransaction.requiringNew().run(() -> cleanups.done(tenant, cleanup.id));
    }
}
