package io.cuvette.training.app.service;

import io.cuvette.service.identity.TenantId;
import io.cuvette.training.app.persistence.JobRepository;
import io.smallrye.mutiny.subscription.MultiEmitter;
import org.jboss.logging.Logger;

/** One open stream. */
final class EventSubscription {

    private static final Logger LOG = Logger.getLogger(EventSubscription.class);

    private final TenantId tenant;
    private final String jobId;
    private final MultiEmitter<? super JobEvent> emitter;
    private final EventPage pages;
    private volatile long lastId;

    EventSubscription(
            TenantId tenant,
            String jobId,
            long lastId,
            MultiEmitter<? super JobEvent> emitter,
            EventPage pages) {
        this.tenant = tenant;
        this.jobId = jobId;
        this.lastId = lastId;
        this.emitter = emitter;
        this.pages = pages;
    }

    String jobId() {
        return jobId;
    }

    boolean isBehind(JobRepository.Head head) {
        return head.lastEvent() > lastId || head.state().finished();
    }

    /** Sends everything that is there; after the last event of a finished job, ends. */
    synchronized void sendNew() {
        try {
            EventPage.Page page;
            do {
                if (emitter.isCancelled()) {
                    return;
                }
                page = pages.after(tenant, jobId, lastId);
                for (JobEvent event : page.events()) {
                    emitter.emit(event);
                    lastId = event.id();
                }
            } while (!page.events().isEmpty() && !page.complete());
            if (page.complete()) {
                end();
            }
        } catch (RuntimeException e) {
            LOG.debugf("events of job %s not read, trying again: %s", jobId, e);
        }
    }

    synchronized void heartbeat() {
        emitter.emit(JobEvent.HEARTBEAT);
    }

    void end() {
        emitter.complete();
    }
}
