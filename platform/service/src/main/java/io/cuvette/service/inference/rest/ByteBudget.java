package io.cuvette.service.inference.rest;

import io.cuvette.service.identity.TenantId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A number of bytes that requests take shares of before they read their bodies. No tenant gets more
 * than a part of it, so that one tenant's slow uploads leave room for the others'.
 */
final class ByteBudget {

    private final long tenantBytes;
    private final Map<TenantId, Long> taken = new HashMap<>();
    private long left;

    /**
     * @param bytes of all tenants together
     * @param tenantBytes most that one tenant may hold
     */
    ByteBudget(long bytes, long tenantBytes) {
        this.left = bytes;
        this.tenantBytes = tenantBytes;
    }

    /** A share; empty if not enough is left, of the whole or of the tenant's part. */
    synchronized Optional<Share> take(TenantId tenant, long bytes) {
        long held = taken.getOrDefault(tenant, 0L);
        if (bytes > left || bytes > tenantBytes - held) {
            return Optional.empty();
        }
        left -= bytes;
        taken.put(tenant, held + bytes);
        return Optional.of(new Share(tenant, bytes));
    }

    private synchronized void giveBack(TenantId tenant, long bytes) {
        left += bytes;
        // who holds nothing is not remembered
        taken.computeIfPresent(tenant, (key, held) -> held == bytes ? null : held - bytes);
    }

    /** Given back by {@link #close}, once. */
    final class Share {
        private final TenantId tenant;
        private final long bytes;
        private final AtomicBoolean given = new AtomicBoolean();

        private Share(TenantId tenant, long bytes) {
            this.tenant = tenant;
            this.bytes = bytes;
        }

        void close() {
            if (given.compareAndSet(false, true)) {
                giveBack(tenant, bytes);
            }
        }
    }
}
