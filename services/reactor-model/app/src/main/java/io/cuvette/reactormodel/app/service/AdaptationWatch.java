package io.cuvette.reactormodel.app.service;

import io.cuvette.reactormodel.app.config.ReactorsConfig;
import io.cuvette.reactormodel.app.persistence.AdaptationEntity;
import io.cuvette.reactormodel.app.persistence.AdaptationRepository;
import io.cuvette.reactormodel.app.service.StoppableWork.Reason;
import io.cuvette.reactormodel.app.service.StoppableWork.WorkStoppedException;
import io.cuvette.service.identity.TenantId;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Stops adaptations that take too long, or that nobody waits for any more: those of the queue whose
 * row was deleted or is another process's.
 */
@ApplicationScoped
public class AdaptationWatch {
    private static final Logger LOG = Logger.getLogger(AdaptationWatch.class);

    /** After so long without a word another process may take an adaptation up. */
    static final Duration LEASE = Duration.ofSeconds(30);

    private static final Duration BEAT = Duration.ofSeconds(2);

    private final AdaptationRepository adaptations;
    private final Duration longest;
    private final Duration longestAwaited;
    private final ScheduledExecutorService heart;

    @Inject
    public AdaptationWatch(AdaptationRepository adaptations, ReactorsConfig config) {
        this.adaptations = adaptations;
        this.longest = config.longestAdaptation();
        this.longestAwaited = config.longestRequest();
        this.heart = Executors.newSingleThreadScheduledExecutor(AdaptationWatch::heartThread);
    }

    private static Thread heartThread(Runnable beat) {
        Thread thread = new Thread(beat, "adaptation-heartbeat");
        thread.setDaemon(true);
        return thread;
    }

    @PreDestroy
    void end() {
        heart.shutdownNow();
    }

    /**
     * Work that a caller waits for.
     *
     * @throws io.cuvette.service.error.ProblemException UNPROCESSABLE if it takes longer than a
     *     request may
     */
    <T> T awaited(Supplier<T> work) {
        return longestAwaited.compareTo(longest) < 0
                ? within(
                        longestAwaited,
                        "a caller waits for one: send it again with the header Prefer: respond-async to have it queued, or name fewer files",
                        new StoppableWork(),
                        work)
                : limited(new StoppableWork(), work);
    }

    /** Work that must end in time, however few wait for it. */
    private <T> T limited(StoppableWork stoppable, Supplier<T> work) {
        return within(
                longest,
                "one may take: name fewer files, fewer epochs, or declare a tube with fewer nodes",
                stoppable,
                work);
    }

    private <T> T within(Duration most, String advice, StoppableWork stoppable, Supplier<T> work) {
        try {
            return stoppable.run(heart, most, work);
        } catch (WorkStoppedException e) {
            if (e.reason() != Reason.TOO_LONG) {
                throw e;
            }
            throw Problems.unprocessable(
                    "The adaptation was stopped after %d s, the longest that %s."
                            .formatted(most.toSeconds(), advice));
        }
    }

    /**
     * Work on a row of the queue, which is held as long as it goes on.
     *
     * @throws io.cuvette.service.error.ProblemException UNPROCESSABLE if it does not end in time
     * @throws WorkStoppedException when it was stopped for another reason
     */
    <T> T held(AdaptationEntity row, StoppableWork stoppable, Supplier<T> work) {
        Beats beats = new Beats(row, stoppable);
        Future<?> beating =
                heart.scheduleAtFixedRate(
                        beats, BEAT.toMillis(), BEAT.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return limited(stoppable, work);
        } finally {
            beating.cancel(false);
        }
    }

    /** Says that the work lives, and hears whether it is still wanted. */
    private final class Beats implements Runnable {
        private final AdaptationEntity row;
        private final StoppableWork stoppable;
        private long heardNanos = System.nanoTime();

        Beats(AdaptationEntity row, StoppableWork stoppable) {
            this.row = row;
            this.stoppable = stoppable;
        }

        @Override
        public void run() {
            long now = System.nanoTime();
            try {
                boolean ours =
                        QuarkusTransaction.requiringNew()
                                .call(
                                        () ->
                                                adaptations.extend(
                                                        new TenantId(row.tenant),
                                                        row.id,
                                                        row.attempts,
                                                        LEASE));
                if (!ours) {
                    stoppable.stop(Reason.LOST);
                }
                heardNanos = now;
            } catch (RuntimeException e) {
                LOG.warnf("adaptation %s cannot say that it lives: %s", row.id, e);
                if (now - heardNanos > LEASE.toNanos()) {
                    stoppable.stop(Reason.LOST);
                }
            }
        }
    }
}
