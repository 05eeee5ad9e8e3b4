package io.cuvette.training.app.service;

import io.cuvette.service.identity.TenantId;
import io.cuvette.training.app.persistence.JobEventRepository;
import io.cuvette.training.app.persistence.JobRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;

/** Reads histories piece by piece. */
@ApplicationScoped
public class EventPage {

    private static final int PAGE = 100;

    private final JobRepository jobs;
    private final JobEventRepository events;

    @Inject
    public EventPage(JobRepository jobs, JobEventRepository events) {
        this.jobs = jobs;
        this.events = events;
    }

    /**
     * @param complete whether the job is finished and these are its last events
     */
    public record Page(List<JobEvent> events, boolean complete) {}

    @Transactional
    public Page after(TenantId tenant, String jobId, long lastId) {
        // the head first: what is committed between the two queries is only read earlier, not lost
        boolean finished = jobs.find(tenant, jobId).map(job -> job.state.finished()).orElse(true);
        List<JobEvent> page =
                events.after(tenant, jobId, lastId, PAGE).stream()
                        .map(event -> new JobEvent(event.id, event.kind, event.data))
                        .toList();
        return new Page(page, finished && page.size() < PAGE);
    }
}
