package io.cuvette.training.app.service;

import io.cuvette.service.loop.BackgroundLoop;
import io.cuvette.training.app.config.JobsConfig;
import io.cuvette.training.app.launcher.Launcher;
import io.cuvette.training.app.persistence.JobEntity;
import io.cuvette.training.app.persistence.JobLeases;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Takes leases away from workers that are not heard of any more, and from those that were asked to
 * stop and have not done so in time: heartbeats come from a thread of their own and say nothing
 * about a training that hangs in native code.
 */
@ApplicationScoped
public class LeaseSweeper {

    private static final Logger LOG = Logger.getLogger(LeaseSweeper.class);
    private static final int BATCH = 50;

    private final JobLeases leases;
    private final JobLifecycle lifecycle;
    private final Launcher launcher;
    private final Counter lost;
    private final BackgroundLoop loop;
    private final SweepPatience patience;

    private record Ended(String jobId, int attempt) {}

    @Inject
    public LeaseSweeper(
            JobLeases leases,
            JobLifecycle lifecycle,
            Launcher launcher,
            JobsConfig config,
            MeterRegistry metrics) {
        this.leases = leases;
        this.lifecycle = lifecycle;
        this.launcher = launcher;
        this.lost = metrics.counter("cuvette.jobs.leases.lost");
        this.loop = new BackgroundLoop("sweeper", metrics);
        this.patience = new SweepPatience(config.lease(), config.sweepEvery(), System.nanoTime());
    }

    @Scheduled(
            identity = "lease-sweeper",
            every = "${cuvette.jobs.sweep-every}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void regularly() {
        loop.turn(this::sweep);
    }

    private void sweep() {
        long now = System.nanoTime();
        if (patience.wasAway(now)) {
            LOG.info("the database was away; leases get their full time again");
        }
        int limit = patience.holds(now) ? 0 : BATCH;
        lost.increment(end(() -> leases.lockExpired(limit), this::expire));
        end(() -> leases.lockOverdueStops(limit), lifecycle::stopOverdue);
        patience.contact(System.nanoTime());
    }

    /** Ends the leases of the jobs and kills their workers; how many there were. */
    private int end(Supplier<List<JobEntity>> jobs, Consumer<JobEntity> how) {
        List<Ended> ended =
                QuarkusTransaction.requiringNew()
                        .call(
                                () ->
                                        jobs.get().stream()
                                                .map(
                                                        job -> {
                                                            how.accept(job);
                                                            return new Ended(job.id, job.attempt);
                                                        })
                                                .toList());
        ended.forEach(attempt -> launcher.kill(attempt.jobId, attempt.attempt));
        return ended.size();
    }

    private void expire(JobEntity job) {
        lifecycle.attemptFailed(
                job, Failure.of(FailureCode.WORKER_LOST, "The worker stopped reporting."), true);
    }
}
