package io.cuvette.training.app.service;

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
import org.jboss.logging.Logger;

/**
 * Takes leases away from workers that are not heard of any more.
 *
 * <p>After a start of the service, or an outage of the database, workers that are well have not
 * been able to say so: for the length of one lease nothing is taken away.
 */
@ApplicationScoped
public class LeaseSweeper {

    private static final Logger LOG = Logger.getLogger(LeaseSweeper.class);
    private static final int BATCH = 50;

    private final JobLeases leases;
    private final JobLifecycle lifecycle;
    private final Launcher launcher;
    private final JobsConfig config;
    private final Counter lost;
    private final BackgroundLoop loop;
    private long lastContactNanos;
    private long patientUntilNanos;

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
        this.config = config;
        this.lost = metrics.counter("cuvette.jobs.leases.lost");
        this.loop = new BackgroundLoop("sweeper", metrics);
        this.lastContactNanos = System.nanoTime();
        this.patientUntilNanos = lastContactNanos + config.lease().toNanos();
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
        if (now - lastContactNanos > config.lease().toNanos() / 3) {
            LOG.info("the database was away; leases get their full time again");
            patientUntilNanos = now + config.lease().toNanos();
        }
        boolean patient = now - patientUntilNanos < 0;
        List<Ended> ended =
                QuarkusTransaction.requiringNew().call(() -> takeExpired(patient ? 0 : BATCH));
        lastContactNanos = System.nanoTime();
        for (Ended attempt : ended) {
            lost.increment();
            launcher.kill(attempt.jobId, attempt.attempt);
        }
    }

    private List<Ended> takeExpired(int limit) {
        return leases.lockExpired(limit).stream()
                .map(
                        job -> {
                            Ended attempt = new Ended(job.id, job.attempt);
                            expire(job);
                            return attempt;
                        })
                .toList();
    }

    private void expire(JobEntity job) {
        lifecycle.attemptFailed(
                job, Failure.of(FailureCode.WORKER_LOST, "The worker stopped reporting."), true);
    }
}
