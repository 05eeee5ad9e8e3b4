package io.cuvette.training.app.service;

import io.cuvette.service.cleanup.CleanupEntity;
import io.cuvette.service.cleanup.CleanupRepository;
import io.cuvette.service.cleanup.CleanupWork;
import io.cuvette.service.loop.BackgroundLoop;
import io.cuvette.service.store.ObjectStore;
import io.cuvette.training.app.persistence.CheckpointRepository;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Deletes the objects that transactions have listed as superfluous. */
@ApplicationScoped
public class Cleanups {

    private final CleanupWork work;
    private final BackgroundLoop loop;

    @Inject
    public Cleanups(
            CleanupRepository cleanups,
            CheckpointRepository checkpoints,
            ObjectStore store,
            MeterRegistry metrics) {
        this.work = new CleanupWork(cleanups, store, checkpoints::forgetBelow);
        this.loop = new BackgroundLoop("cleanup", metrics);
    }

    @Scheduled(
            identity = "cleanup",
            every = "${cuvette.jobs.cleanup-every}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void regularly() {
        loop.turn(work::runDue);
    }

    /** Does one piece of work; what fails stays listed. */
    public void run(CleanupEntity cleanup) {
        work.run(cleanup);
    }
}
