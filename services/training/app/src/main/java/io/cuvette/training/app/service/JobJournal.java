package io.cuvette.training.app.service;

import io.cuvette.service.identity.TenantId;
import io.cuvette.service.json.StoredJson;
import io.cuvette.training.app.config.JobsConfig;
import io.cuvette.training.app.persistence.JobEntity;
import io.cuvette.training.app.persistence.JobEventEntity;
import io.cuvette.training.app.persistence.JobEventRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Instant;

/**
 * Writes a job's history. Callers hold the job's row lock, so ids are in the order of commits and a
 * reader that has seen id n has seen all before it.
 */
@ApplicationScoped
public class JobJournal {

    private static final int PRUNE_EVERY = 100;

    private final JobEventRepository events;
    private final Event<JobChanged> changes;
    private final JobsConfig config;

    @Inject
    public JobJournal(JobEventRepository events, Event<JobChanged> changes, JobsConfig config) {
        this.events = events;
        this.changes = changes;
        this.config = config;
    }

    public void state(JobEntity job, String reason, String message) {
        append(job, "state", new StateEvent(job.state, job.attempt, reason, message));
    }

    public void progress(JobEntity job) {
        append(job, "progress", job.progress);
    }

    public void message(JobEntity job, String text) {
        append(job, "message", new MessageEvent(text));
    }

    private void append(JobEntity job, String kind, Object data) {
        job.lastEvent++;
        JobEventEntity event = new JobEventEntity();
        event.jobId = job.id;
        event.id = job.lastEvent;
        event.tenant = job.tenant;
        event.kind = kind;
        event.data = StoredJson.write(data);
        event.createdAt = Instant.now();
        events.persist(event);
        if (job.lastEvent % PRUNE_EVERY == 0) {
            events.forgetDetailsUpTo(
                    new TenantId(job.tenant), job.id, job.lastEvent - config.eventsKept());
        }
        changes.fire(new JobChanged(job.id, job.state));
    }

    /** Data of a {@code state} event. */
    public record StateEvent(JobState state, int attempt, String reason, String message) {}

    /** Data of a {@code message} event. */
    public record MessageEvent(String text) {}
}
