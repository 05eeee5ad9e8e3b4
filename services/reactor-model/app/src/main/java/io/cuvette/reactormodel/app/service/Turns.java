package io.cuvette.reactormodel.app.service;

import io.cuvette.reactormodel.app.config.ReactorsConfig;
import io.cuvette.reactormodel.app.service.StoppableWork.WorkStoppedException;
import io.cuvette.service.identity.TenantId;
import io.cuvette.service.limit.TenantPermits;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Supplier;

/** Everything that computes takes a turn and ends in time, so that no tenant has all cores. */
@ApplicationScoped
public class Turns {
    /** What callers are told while all turns are taken. */
    public static final String TAKEN = "Other requests are being computed; try again in a moment.";

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final TenantPermits permits;
    private final Duration longest;
    private final ScheduledThreadPoolExecutor clock;

    @Inject
    public Turns(ReactorsConfig config) {
        this.permits = new TenantPermits(config.parallel(), config.parallelPerTenant());
        this.longest = config.longestRequest();
        this.clock = new ScheduledThreadPoolExecutor(1, Turns::clockThread);
        // nearly all limits are cancelled long before their time
        this.clock.setRemoveOnCancelPolicy(true);
    }

    private static Thread clockThread(Runnable stops) {
        Thread thread = new Thread(stops, "turn-clock");
        thread.setDaemon(true);
        return thread;
    }

    @PreDestroy
    void end() {
        clock.shutdownNow();
    }

    /**
     * A turn to be given back, or empty while all are taken: for answers that are no problems of
     * this API.
     */
    public Optional<TenantPermits.Permit> take(TenantId tenant) {
        return permits.take(tenant);
    }

    /**
     * Works in this thread, in a turn that was taken, as long as a request may.
     *
     * @return whether it ended in time; if not, it was stopped wherever it was
     */
    public boolean endsInTime(Runnable work) {
        try {
            new StoppableWork()
                    .run(
                            clock,
                            longest,
                            () -> {
                                work.run();
                                return longest;
                            });
            return true;
        } catch (WorkStoppedException e) {
            return false;
        }
    }

    /** As long as a request may compute. */
    public double longestSeconds() {
        return longest.toMillis() / 1e3;
    }

    /**
     * @param field named in the problem when a run cannot be followed or suits no such model
     * @throws io.cuvette.service.error.ProblemException OVERLOADED while all turns are taken,
     *     UNPROCESSABLE when a simulation ends early, a run suits no such model, or the work takes
     *     longer than a request may
     */
    public <T> T take(TenantId tenant, String field, Supplier<T> work) {
        return takeFor(
                tenant,
                field,
                () -> {
                    try {
                        return new StoppableWork().run(clock, longest, work);
                    } catch (WorkStoppedException e) {
                        throw Problems.unprocessable(
                                "The request was stopped after %s s, the longest that one may compute: ask for fewer runs, times, steps or pieces of inputs, or declare a tube with fewer nodes."
                                        .formatted(longestSeconds()));
                    }
                });
    }

    /** The same of work that has a limit of its own. */
    <T> T takeFor(TenantId tenant, String field, Supplier<T> work) {
        TenantPermits.Permit permit = permits.takeOrRefuse(tenant, RETRY_AFTER, TAKEN);
        try {
            return Problems.told(field, work);
        } finally {
            permit.close();
        }
    }
}
