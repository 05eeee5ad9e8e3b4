package io.cuvette.training.app.service;

import io.cuvette.service.cleanup.CleanupRepository;
import io.cuvette.service.identity.TenantId;
import io.cuvette.service.store.KeyPrefix;
import io.cuvette.service.store.ObjectKey;
import io.cuvette.service.store.ObjectKeys;
import io.cuvette.training.app.config.JobsConfig;
import io.cuvette.training.app.persistence.CheckpointEntity;
import io.cuvette.training.app.persistence.CheckpointRepository;
import io.cuvette.training.app.persistence.JobEntity;
import io.cuvette.training.app.persistence.JobLeases;
import io.cuvette.training.app.persistence.JobRepository;
import io.cuvette.training.app.persistence.StartReference;
import io.cuvette.training.app.worker.protocol.AssignedBase;
import io.cuvette.training.app.worker.protocol.AssignedDataset;
import io.cuvette.training.app.worker.protocol.Assignment;
import io.cuvette.training.app.worker.protocol.CheckpointRecord;
import io.cuvette.training.app.worker.protocol.FailureReport;
import io.cuvette.training.app.worker.protocol.ProgressReport;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What workers report. Every call is fenced: it counts only while the job's row carries this
 * attempt's number and token, and is refused as a lost lease otherwise.
 */
@ApplicationScoped
public class AttemptService {

    private final JobRepository jobs;
    private final JobLeases leases;
    private final JobLifecycle lifecycle;
    private final JobJournal journal;
    private final JobSources sources;
    private final CheckpointRepository checkpoints;
    private final CleanupRepository cleanups;
    private final JobsConfig config;

    @Inject
    public AttemptService(
            JobRepository jobs,
            JobLeases leases,
            JobLifecycle lifecycle,
            JobJournal journal,
            JobSources sources,
            CheckpointRepository checkpoints,
            CleanupRepository cleanups,
            JobsConfig config) {
        this.jobs = jobs;
        this.leases = leases;
        this.lifecycle = lifecycle;
        this.journal = journal;
        this.sources = sources;
        this.checkpoints = checkpoints;
        this.cleanups = cleanups;
        this.config = config;
    }

    /** The first call of a worker; the job is running from here on. */
    @Transactional
    public Assignment assignment(AttemptRef attempt) {
        JobEntity job = lockHeld(attempt);
        TenantId tenant = attempt.tenant();
        Optional<AssignedDataset> dataset = sources.assignedDataset(tenant, job);
        Optional<AssignedBase> base = sources.assignedBase(tenant, job);
        lifecycle.started(job);
        return new Assignment(
                job.id,
                job.attempt,
                job.family,
                job.tenant,
                dataset,
                base,
                Optional.ofNullable(job.start).map(AttemptService::startRecord),
                job.keepsState,
                job.settings,
                job.seed,
                ObjectKeys.checkpointPrefix(tenant, job.id).value(),
                artifacts(job).value(),
                checkpoints.ofJob(tenant, job.id).stream()
                        .map(
                                checkpoint ->
                                        new CheckpointRecord(
                                                checkpoint.step,
                                                checkpoint.objectKey,
                                                checkpoint.sha256,
                                                checkpoint.sizeBytes))
                        .toList());
    }

    private static CheckpointRecord startRecord(StartReference start) {
        // which step it is of is in the checkpoint itself
        return new CheckpointRecord(0, start.key(), start.sha256(), start.sizeBytes());
    }

    @Transactional
    public StopRequest heartbeat(AttemptRef attempt) {
        return leases.renew(
                        attempt.tenant(),
                        attempt.jobId(),
                        attempt.attempt(),
                        attempt.tokenHash(),
                        config.lease())
                .orElseThrow(Problems::leaseLost);
    }

    @Transactional
    public void progress(AttemptRef attempt, ProgressReport report) {
        JobEntity job = lockHeld(attempt);
        job.progress =
                new Progress(
                        report.percentage(), report.phase(), report.etaSeconds(), report.metrics());
        report.cost()
                .ifPresent(cost -> job.cost = job.cost.with(attempt.attempt(), cost.account()));
        journal.progress(job);
        report.messages().forEach(text -> journal.message(job, text));
    }

    /**
     * Records a checkpoint whose object is whole and lets go of those that are too old.
     *
     * @throws io.cuvette.service.error.ProblemException when the key is not one of this job's
     */
    @Transactional
    public void checkpoint(AttemptRef attempt, CheckpointRecord report) {
        JobEntity job = lockHeld(attempt);
        TenantId tenant = attempt.tenant();
        ObjectKey key = ObjectKeys.checkpoint(tenant, job.id, report.step(), job.attempt);
        if (!report.key().equals(key.value())) {
            throw Problems.invalid("key", "is not the key of this step and attempt");
        }
        List<CheckpointEntity> recorded = checkpoints.ofJob(tenant, job.id);
        if (recorded.stream().anyMatch(known -> known.objectKey.equals(report.key()))) {
            return;
        }
        checkpoints.persist(entity(job, report));
        for (CheckpointEntity old :
                recorded.subList(
                        Math.min(recorded.size(), config.checkpointsKept() - 1), recorded.size())) {
            cleanups.add(tenant, new ObjectKey(old.objectKey), Duration.ZERO);
            checkpoints.delete(old);
        }
    }

    private static CheckpointEntity entity(JobEntity job, CheckpointRecord report) {
        CheckpointEntity checkpoint = new CheckpointEntity();
        checkpoint.jobId = job.id;
        checkpoint.tenant = job.tenant;
        checkpoint.step = report.step();
        checkpoint.attempt = job.attempt;
        checkpoint.objectKey = report.key();
        checkpoint.sha256 = report.sha256();
        checkpoint.sizeBytes = report.sizeBytes();
        checkpoint.createdAt = Instant.now();
        return checkpoint;
    }

    @Transactional
    public void failed(AttemptRef attempt, FailureReport report) {
        lifecycle.attemptFailed(
                lockHeld(attempt),
                new Failure(report.code(), report.message(), report.findings()),
                report.retryable());
    }

    @Transactional
    public void stopped(AttemptRef attempt) {
        lifecycle.stopped(lockHeld(attempt));
    }

    /** A process ended; what it has not reported itself follows from its exit code. */
    @Transactional
    public void exited(AttemptRef attempt, int exitCode, boolean byLauncher) {
        jobs.lock(attempt.tenant(), attempt.jobId())
                .filter(job -> holds(job, attempt))
                .ifPresent(
                        job -> {
                            if (byLauncher && job.stopRequest == StopRequest.NONE) {
                                lifecycle.requeue(
                                        job,
                                        "ServiceStopped",
                                        "the service was stopped and its workers with it",
                                        Duration.ZERO);
                            } else {
                                ExitMeaning.of(exitCode).apply(lifecycle, job);
                            }
                        });
    }

    /**
     * Where an attempt uploads its artifacts. Each attempt has a place of its own, so that a worker
     * that lost its lease can never write over what another one has published.
     */
    static KeyPrefix artifacts(JobEntity job) {
        return ObjectKeys.artifactPrefix(new TenantId(job.tenant), job.id, job.attempt);
    }

    /** The job with its row locked, if the attempt holds its lease. */
    JobEntity lockHeld(AttemptRef attempt) {
        return jobs.lock(attempt.tenant(), attempt.jobId())
                .filter(job -> holds(job, attempt))
                .orElseThrow(Problems::leaseLost);
    }

    private static boolean holds(JobEntity job, AttemptRef attempt) {
        return job.state.leased() && issuedTo(job, attempt);
    }

    /** Whether the attempt is the newest of its job, whatever has become of it. */
    static boolean issuedTo(JobEntity job, AttemptRef attempt) {
        return job.attempt == attempt.attempt() && attempt.tokenHash().equals(job.tokenHash);
    }
}
