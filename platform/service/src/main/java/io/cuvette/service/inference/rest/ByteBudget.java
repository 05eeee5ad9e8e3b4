package io.cuvette.service.inference.rest;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** A number of bytes that requests take shares of before they read their bodies. */
final class ByteBudget {

    private final AtomicLong left;

    ByteBudget(long bytes) {
        this.left = new AtomicLong(bytes);
    }

    /** A share; empty if not enough is left. */
    Optional<Share> take(long bytes) {
        long before = left.getAndUpdate(now -> now >= bytes ? now - bytes : now);
        return before >= bytes ? Optional.of(new Share(bytes)) : Optional.empty();
    }

    /** Given back by {@link #close}, once. */
    final class Share {
        private final long bytes;
        private final AtomicBoolean given = new AtomicBoolean();

        private Share(long bytes) {
            this.bytes = bytes;
        }

        void close() {
            if (given.compareAndSet(false, true)) {
                left.addAndGet(bytes);
            }
        }
    }
}
