package io.cuvette.training.app.service;

import io.cuvette.service.cleanup.CleanupRepository;
import io.cuvette.service.identity.TenantId;
import io.cuvette.service.store.ObjectKeys;
import io.cuvette.training.app.config.JobsConfig;
import io.cuvette.training.app.persistence.CheckpointRepository;
import io.cuvette.training.app.persistence.JobEntity;
import io.cuvette.training.app.persistence.JobLeases;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Every change of a job's state, with all that belongs to it: conditions, history, lease and the
 * objects that became superfluous. All methods want the job's row locked by the running transaction
 * and do no input or output but the database's.
 */
@ApplicationScoped
public class JobLifecycle {

    private static final Logger LOG = Logger.getLogger(JobLifecycle.class);
    private static final int MAX_BACKOFF_DOUBLINGS = 6;

    private final JobJournal journal;
    private final JobLeases leases;
    private final CheckpointRepository checkpoints;
    private final CleanupRepository cleanups;
    private final JobsConfig config;

    @Inject
    public JobLifecycle(
            JobJournal journal,
            JobLeases leases,
            CheckpointRepository checkpoints,
            CleanupRepository cleanups,
            JobsConfig config) {
        this.journal = journal;
        this.leases = leases;
        this.checkpoints = checkpoints;
        this.cleanups = cleanups;
        this.config = config;
    }

    public void filed(JobEntity job) {
        job.state = JobState.QUEUED;
        entered(job, "Filed", "waits for a free worker");
    }

    /** A new attempt with a fresh token is about to be launched. */
    public void leased(JobEntity job, JobToken token, String owner) {
        move(job, JobAction.LEASE);
        job.attempt++;
        job.tokenHash = token.hash();
        job.stopRequest = StopRequest.NONE;
        leases.grant(tenant(job), job.id, owner, config.lease());
        condition(job, Condition.Type.LEASED, true, "Leased", "attempt " + job.attempt);
        entered(job, "Leased", "attempt " + job.attempt + " is starting");
    }

    /** The worker has come; repeated calls change nothing. */
    public void started(JobEntity job) {
        JobState before = job.state;
        move(job, JobAction.START);
        if (before == job.state) {
            return;
        }
        if (job.startedAt == null) {
            job.startedAt = Instant.now();
        }
        entered(job, "WorkerStarted", "the worker of attempt " + job.attempt + " has reported");
    }

    /**
     * @param metrics of the published version
     */
    public void succeeded(JobEntity job, int version, Map<String, Double> metrics) {
        move(job, JobAction.PUBLISH);
        job.modelVersion = version;
        job.failure = null;
        job.progress = new Progress(100, "done", Optional.of(0L), metrics);
        journal.progress(job);
        endLease(job, Duration.ZERO);
        finished(job, "Published", "version " + version + " of " + job.modelName);
    }

    /** The attempt answered a stop request. */
    public void stopped(JobEntity job) {
        boolean cancelled = job.state == JobState.CANCELLING;
        stopped(job, cancelled ? "the worker has stopped" : "the state is kept in a checkpoint");
    }

    /** The attempt has not answered a stop request in time; its worker is about to be killed. */
    public void stopOverdue(JobEntity job) {
        stopped(job, "the worker did not stop in time and is killed");
    }

    private void stopped(JobEntity job, String message) {
        if (job.state == JobState.CANCELLING) {
            leaveNoArtifacts(job);
            endLease(job, Duration.ZERO);
            move(job, JobAction.END_CANCEL);
            finished(job, "Cancelled", message);
        } else if (job.stopRequest == StopRequest.SUSPEND) {
            leaveNoArtifacts(job);
            endLease(job, Duration.ZERO);
            move(job, JobAction.PARK);
            entered(job, "Suspended", message);
        } else {
            // nobody asked: the host stopped the worker, which is no failure of the job
            requeue(job, "WorkerStopped", "the worker was stopped from outside", Duration.ZERO);
        }
    }

    /**
     * The attempt ended without a model.
     *
     * @param retryable whether another attempt may end better
     */
    public void attemptFailed(JobEntity job, Failure failure, boolean retryable) {
        boolean parked = job.stopRequest == StopRequest.SUSPEND && retryable;
        if (parked || job.state == JobState.CANCELLING) {
            stopped(job);
            return;
        }
        job.failures++;
        if (retryable && job.failures < config.maxAttempts()) {
            int doublings = Math.min(job.failures - 1, MAX_BACKOFF_DOUBLINGS);
            job.failure = failure;
            requeue(
                    job,
                    failure.code().name(),
                    failure.message(),
                    config.retryDelay().multipliedBy(1L << doublings));
            return;
        }
        leaveNoArtifacts(job);
        endLease(job, Duration.ZERO);
        move(job, JobAction.FAIL);
        job.failure = failure;
        finished(job, failure.code().name(), failure.message());
    }

    public void suspend(JobEntity job) {
        JobState before = job.state;
        move(job, JobAction.SUSPEND);
        if (job.state.leased()) {
            if (job.stopRequest == StopRequest.NONE) {
                job.stopRequest = StopRequest.SUSPEND;
                leases.demandStop(tenant(job), job.id, config.suspendGrace());
                stopping(job, "SuspendRequested", "the worker is asked to checkpoint and stop");
            }
        } else if (before != job.state) {
            entered(job, "Suspended", "was not running");
        }
    }

    public void resume(JobEntity job) {
        move(job, JobAction.RESUME);
        job.stopRequest = StopRequest.NONE;
        entered(job, "Resumed", "goes on from the newest checkpoint");
    }

    public void cancel(JobEntity job) {
        JobState before = job.state;
        move(job, JobAction.CANCEL);
        job.stopRequest = StopRequest.CANCEL;
        if (job.state == JobState.CANCELLED) {
            finished(job, "Cancelled", "was not running");
        } else if (before != job.state) {
            leases.demandStop(tenant(job), job.id, config.cancelGrace());
            stopping(job, "CancelRequested", "the worker is asked to stop");
        }
    }

    public void retry(JobEntity job) {
        move(job, JobAction.RETRY);
        job.failures = 0;
        job.failure = null;
        job.finishedAt = null;
        job.stopRequest = StopRequest.NONE;
        cleanups.withdraw(tenant(job), ObjectKeys.checkpointPrefix(tenant(job), job.id));
        condition(job, Condition.Type.FINISHED, false, "Retried", "filed again");
        entered(job, "Retried", "goes on from the newest checkpoint");
    }

    /** Gives the job back to the queue without counting a failure. */
    public void requeue(JobEntity job, String reason, String message, Duration delay) {
        leaveNoArtifacts(job);
        endLease(job, delay);
        move(job, JobAction.REQUEUE);
        condition(job, Condition.Type.INTERRUPTED, true, reason, message);
        entered(job, reason, message);
    }

    private void stopping(JobEntity job, String reason, String message) {
        condition(job, Condition.Type.STOPPING, true, reason, message);
        entered(job, reason, message);
    }

    private void finished(JobEntity job, String reason, String message) {
        job.finishedAt = Instant.now();
        condition(job, Condition.Type.FINISHED, true, reason, message);
        entered(job, reason, message);
        if (job.keepsState && job.state == JobState.SUCCEEDED) {
            // other trials go on from here; its sweep lets go of it
            return;
        }
        forgetCheckpoints(job);
    }

    /** The checkpoints of a finished job go, at once or after the time for a retry. */
    void forgetCheckpoints(JobEntity job) {
        Duration keep =
                job.state == JobState.FAILED
                        ? config.keepFailedCheckpoints()
                        : config.leftoverGrace();
        cleanups.add(tenant(job), ObjectKeys.checkpointPrefix(tenant(job), job.id), keep);
        if (job.state != JobState.FAILED) {
            checkpoints.forget(tenant(job), job.id);
        }
    }

    private void endLease(JobEntity job, Duration delay) {
        leases.release(tenant(job), job.id, delay);
        condition(job, Condition.Type.LEASED, false, "Released", "no worker");
        if (job.stopRequest != StopRequest.NONE) {
            condition(job, Condition.Type.STOPPING, false, "Stopped", "the worker has stopped");
        }
    }

    /** What this attempt uploaded without publishing is deleted once it surely writes no more. */
    private void leaveNoArtifacts(JobEntity job) {
        cleanups.add(tenant(job), AttemptService.artifacts(job), config.leftoverGrace());
    }

    private static void move(JobEntity job, JobAction action) {
        job.state =
                JobStates.next(job.state, action)
                        .orElseThrow(() -> Problems.illegalState(job.state, action));
    }

    private void entered(JobEntity job, String reason, String message) {
        LOG.infof("job %s is %s (%s), attempt %d", job.id, job.state, reason, job.attempt);
        journal.state(job, reason, message);
    }

    private static void condition(
            JobEntity job, Condition.Type type, boolean status, String reason, String message) {
        job.conditions =
                Condition.with(
                        job.conditions,
                        new Condition(type, status, reason, message, Instant.now()));
    }

    private static TenantId tenant(JobEntity job) {
        return new TenantId(job.tenant);
    }
}
