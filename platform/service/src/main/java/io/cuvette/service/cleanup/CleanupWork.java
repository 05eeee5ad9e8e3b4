package io.cuvette.service.cleanup;

import io.cuvette.service.identity.TenantId;
import io.cuvette.service.store.KeyPrefix;
import io.cuvette.service.store.ObjectKey;
import io.cuvette.service.store.ObjectStore;
import io.cuvette.service.store.PendingUpload;
import io.cuvette.service.store.StoreException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;

/** Deletes the objects that transactions have listed as superfluous; for many threads. */
public final class CleanupWork {

    private static final Logger LOG = Logger.getLogger(CleanupWork.class);
    private static final int BATCH = 20;

    private final CleanupRepository cleanups;
    private final ObjectStore store;
    private final BiConsumer<TenantId, KeyPrefix> gone;

    /**
     * @param gone told in the transaction that ends a cleanup what lies below which prefix no more
     */
    public CleanupWork(
            CleanupRepository cleanups, ObjectStore store, BiConsumer<TenantId, KeyPrefix> gone) {
        this.cleanups = cleanups;
        this.store = store;
        this.gone = gone;
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
                            prefix.ifPresent(below -> gone.accept(tenant, below));
                            cleanups.done(tenant, cleanup.id);
                        });
    }
}
