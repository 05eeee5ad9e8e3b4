package io.cuvette.training.app.service;

import io.cuvette.service.loop.BackgroundLoop;
import io.cuvette.training.app.config.DatasetsConfig;
import io.cuvette.training.app.config.WorkerConfig;
import io.cuvette.training.app.launcher.WorkerFolders;
import io.cuvette.training.app.launcher.WorkerFolders.Attempt;
import io.cuvette.training.app.persistence.JobLeases;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Deletes what processes that died without a word left on this host's disk.
 *
 * <p>A worker may have outlived the service that started it, so being nobody's child says nothing:
 * its folder stays as long as its attempt holds the job's lease, however long it writes nothing. A
 * folder that is neither an attempt's nor a validation's is not ours and stays.
 */
@ApplicationScoped
public class ScratchSweeper {

    private static final Logger LOG = Logger.getLogger(ScratchSweeper.class);

    private final WorkerConfig worker;
    private final Duration validationLimit;
    private final JobLeases leases;
    private final BackgroundLoop loop;

    @Inject
    public ScratchSweeper(
            WorkerConfig worker, DatasetsConfig datasets, JobLeases leases, MeterRegistry metrics) {
        this.worker = worker;
        this.validationLimit = datasets.validationTimeLimit();
        this.leases = leases;
        this.loop = new BackgroundLoop("scratch", metrics);
    }

    @Scheduled(
            identity = "scratch",
            every = "${cuvette.worker.scratch-every}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void regularly() {
        loop.turn(this::sweep);
    }

    private void sweep() {
        try {
            for (Path folder : WorkerFolders.list(worker)) {
                if (isLeftOver(folder)) {
                    LOG.infof("scratch folder %s was left over", folder.getFileName());
                    WorkerFolders.deleteQuietly(folder);
                }
            }
            WorkerFolders.deleteOldLogs(worker);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isLeftOver(Path folder) throws IOException {
        if (WorkerFolders.isValidation(folder)) {
            return untouchedFor(folder, validationLimit.plus(worker.scratchGrace()));
        }
        Optional<Attempt> attempt = WorkerFolders.attemptOf(folder);
        // a worker that lost its lease may still write until its next heartbeat tells it
        return attempt.isPresent()
                && untouchedFor(folder, worker.scratchGrace())
                && !holdsLease(attempt.get());
    }

    private static boolean untouchedFor(Path folder, Duration time) throws IOException {
        return WorkerFolders.lastTouched(folder).isBefore(Instant.now().minus(time));
    }

    private boolean holdsLease(Attempt attempt) {
        return QuarkusTransaction.requiringNew()
                .call(() -> leases.isHeld(attempt.jobId(), attempt.attempt()));
    }
}
