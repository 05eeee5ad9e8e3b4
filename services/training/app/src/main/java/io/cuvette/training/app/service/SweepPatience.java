package io.cuvette.training.app.service;

import java.time.Duration;

/**
 * Whether leases may be taken away yet. After a start of the service, or an outage of the database,
 * workers that are well have not been able to say so: for the length of one lease they are let be.
 *
 * <p>An outage is a turn of the sweeper that comes much later than its turns do anyway. Times are
 * {@link System#nanoTime}.
 */
final class SweepPatience {

    /** Turns that may fall out before it is an outage; one may always be late. */
    private static final int TURNS = 3;

    private final long leaseNanos;
    private final long outageNanos;
    private long lastContact;
    private long patientUntil;

    SweepPatience(Duration lease, Duration sweepEvery, long now) {
        this.leaseNanos = lease.toNanos();
        this.outageNanos = Math.max(leaseNanos / 3, TURNS * sweepEvery.toNanos());
        this.lastContact = now;
        this.patientUntil = now + leaseNanos;
    }

    /** A turn begins. True if the database was away since the last one. */
    boolean wasAway(long now) {
        boolean away = now - lastContact > outageNanos;
        if (away) {
            patientUntil = now + leaseNanos;
        }
        return away;
    }

    /** Whether nothing may be taken away. */
    boolean holds(long now) {
        return now - patientUntil < 0;
    }

    /** The database answered. */
    void contact(long now) {
        lastContact = now;
    }
}
