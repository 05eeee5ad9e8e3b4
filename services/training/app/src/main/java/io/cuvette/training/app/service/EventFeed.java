package io.cuvette.training.app.service;

import io.cuvette.service.identity.TenantId;
import io.cuvette.service.loop.BackgroundLoop;
import io.cuvette.training.app.config.JobsConfig;
import io.cuvette.training.app.persistence.JobEntity;
import io.cuvette.training.app.persistence.JobRepository;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.eclipse.microprofile.context.ManagedExecutor;
import org.jboss.logging.Logger;

/**
 * Streams jobs' histories to callers. A change committed by this process is sent at once; those of
 * other processes are found within a second by one query for all streams.
 */
@ApplicationScoped
public class EventFeed {

    private static final Logger LOG = Logger.getLogger(EventFeed.class);

    private final JobRepository jobs;
    private final EventPage pages;
    private final JobsConfig config;
    private final ManagedExecutor executor;
    private final BackgroundLoop loop;
    private final Set<EventSubscription> open = ConcurrentHashMap.newKeySet();

    @Inject
    public EventFeed(
            JobRepository jobs,
            EventPage pages,
            JobsConfig config,
            ManagedExecutor executor,
            MeterRegistry metrics) {
        this.loop = new BackgroundLoop("event-feed", metrics);
        this.jobs = jobs;
        this.pages = pages;
        this.config = config;
        this.executor = executor;
    }

    /**
     * Events after {@code lastId}, and those to come until the job is finished.
     *
     * @throws io.cuvette.service.error.ProblemException when there is no such job, or too many
     *     streams are open
     */
    public Multi<JobEvent> stream(TenantId tenant, String jobId, long lastId) {
        JobEntity job =
                QuarkusTransaction.requiringNew()
                        .call(() -> jobs.find(tenant, jobId))
                        .orElseThrow(() -> Problems.notFound("job", jobId));
        if (open.size() >= config.maxEventStreams()) {
            throw Problems.tooMany("Too many event streams are open; poll the job instead.");
        }
        return Multi.createFrom()
                .emitter(
                        emitter -> {
                            EventSubscription subscription =
                                    new EventSubscription(tenant, job.id, lastId, emitter, pages);
                            open.add(subscription);
                            emitter.onTermination(() -> open.remove(subscription));
                            executor.execute(subscription::sendNew);
                        });
    }

    void onChange(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobChanged change) {
        for (EventSubscription subscription : open) {
            if (subscription.jobId().equals(change.jobId())) {
                executor.execute(subscription::sendNew);
            }
        }
    }

    @Scheduled(
            identity = "event-feed",
            every = "1s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void regularly() {
        loop.turn(this::findMissed);
    }

    private void findMissed() {
        List<EventSubscription> subscriptions = List.copyOf(open);
        if (subscriptions.isEmpty()) {
            return;
        }
        Set<String> ids =
                subscriptions.stream().map(EventSubscription::jobId).collect(Collectors.toSet());
        Map<String, JobRepository.Head> heads =
                QuarkusTransaction.requiringNew().call(() -> jobs.heads(ids)).stream()
                        .collect(Collectors.toMap(JobRepository.Head::id, head -> head));
        for (EventSubscription subscription : subscriptions) {
            JobRepository.Head head = heads.get(subscription.jobId());
            if (head == null) {
                LOG.debugf("job %s is gone", subscription.jobId());
                subscription.end();
            } else if (subscription.isBehind(head)) {
                executor.execute(subscription::sendNew);
            }
        }
    }

    @Scheduled(identity = "event-heartbeat", every = "15s")
    void heartbeat() {
        open.forEach(EventSubscription::heartbeat);
    }
}
