package io.cuvette.reactormodel.app.service;

import io.cuvette.reactormodel.app.persistence.AdaptationEntity;
import io.cuvette.reactormodel.app.persistence.AdaptationRepository;
import io.cuvette.reactormodel.app.service.StoppableWork.WorkStoppedException;
import io.cuvette.service.cleanup.CleanupRepository;
import io.cuvette.service.error.ErrorCode;
import io.cuvette.service.error.ProblemException;
import io.cuvette.service.identity.TenantId;
import io.cuvette.service.loop.BackgroundLoop;
import io.cuvette.service.store.KeyPrefix;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Makes adaptations that are too long to wait for, one at a time in each process and of the tenants
 * in turn. Whoever takes one up says again and again that it lives; from a process that was killed
 * another takes it over.
 */
@ApplicationScoped
public class AdaptationQueue {
    private static final Logger LOG = Logger.getLogger(AdaptationQueue.class);

    private static final int MOST_ATTEMPTS = 3;
    private static final String GIVEN_UP =
            "The adaptation was begun %d times and never ended; the fault is ours."
                    .formatted(MOST_ATTEMPTS);

    private final AdaptationRepository adaptations;
    private final AdaptationWork work;
    private final AdaptationWatch watch;
    private final StartingWeights starts;
    private final ModelFiles models;
    private final CleanupRepository cleanupList;
    private final BackgroundLoop loop;
    private volatile boolean stopping;
    private volatile Optional<Current> current = Optional.empty();

    /** What is being made. */
    private record Current(AdaptationEntity row, StoppableWork stoppable) {}

    @Inject
    public AdaptationQueue(
            AdaptationRepository adaptations,
            AdaptationWork work,
            AdaptationWatch watch,
            StartingWeights starts,
            ModelFiles models,
            CleanupRepository cleanupList,
            MeterRegistry metrics) {
        this.adaptations = adaptations;
        this.work = work;
        this.watch = watch;
        this.starts = starts;
        this.models = models;
        this.cleanupList = cleanupList;
        this.loop = new BackgroundLoop("adaptation-queue", metrics);
    }

    @Scheduled(
            identity = "adaptation-queue",
            every = "${cuvette.reactors.queue-every}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void regularly() {
        loop.turn(this::drain);
    }

    /** What is being made is another's at once, and the attempt does not count. */
    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        current.ifPresent(this::giveBack);
    }

    /**
     * Once only, and not what has been made and is being written: whoever takes it up next has the
     * same number of attempt, and writes to the same place.
     */
    private void giveBack(Current now) {
        if (now.stoppable().stop(StoppableWork.Reason.SHUTDOWN)) {
            AdaptationEntity row = now.row();
            QuarkusTransaction.requiringNew()
                    .run(
                            () ->
                                    adaptations.giveBack(
                                            new TenantId(row.tenant), row.id, row.attempts));
        }
    }

    private void drain() {
        boolean more = true;
        while (more && !stopping) {
            Optional<AdaptationRepository.Taken> taken =
                    QuarkusTransaction.requiringNew()
                            .call(() -> adaptations.take(AdaptationWatch.LEASE));
            // in another transaction: a row that cannot be read must stay taken, not block others
            taken.ifPresent(
                    one ->
                            QuarkusTransaction.requiringNew()
                                    .call(() -> adaptations.find(one.tenant(), one.id()))
                                    .ifPresent(this::make));
            more = taken.isPresent();
        }
    }

    private void make(AdaptationEntity row) {
        if (row.attempts > MOST_ATTEMPTS) {
            fail(row, ErrorCode.INTERNAL, GIVEN_UP);
            return;
        }
        Current now = new Current(row, new StoppableWork());
        current = Optional.of(now);
        if (stopping) {
            giveBack(now);
            return;
        }
        try {
            LOG.infof("adaptation %s begins, attempt %d", row.id, row.attempts);
            TenantId tenant = new TenantId(row.tenant);
            publish(
                    row,
                    watch.held(
                            row,
                            now.stoppable(),
                            () ->
                                    Problems.told(
                                            "runs",
                                            () ->
                                                    work.make(
                                                            tenant,
                                                            row,
                                                            starts.of(tenant, row.plan)))));
        } catch (WorkStoppedException e) {
            LOG.infof("adaptation %s, attempt %d: %s", row.id, row.attempts, e.getMessage());
        } catch (ProblemException e) {
            fail(row, e.code(), e.getMessage());
        } catch (RuntimeException e) {
            if (row.attempts >= MOST_ATTEMPTS) {
                fail(row, ErrorCode.INTERNAL, GIVEN_UP);
            }
            // else it is due again when nobody has spoken for it
            throw e;
        } finally {
            current = Optional.empty();
        }
    }

    private void publish(AdaptationEntity row, AdaptationWork.Made made) {
        TenantId tenant = new TenantId(row.tenant);
        KeyPrefix prefix = ModelFiles.prefix(tenant, row);
        // whoever lost it must not list objects of the one that has it now
        boolean ours =
                QuarkusTransaction.requiringNew()
                        .call(
                                () -> {
                                    Optional<AdaptationEntity> mine = mine(row);
                                    mine.ifPresent(
                                            ignored ->
                                                    cleanupList.add(
                                                            tenant,
                                                            prefix,
                                                            Adaptations.ABANDONED_AFTER));
                                    return mine.isPresent();
                                });
        if (!ours) {
            LOG.infof("adaptation %s is no longer ours, attempt %d", row.id, row.attempts);
            return;
        }
        List<Artifact> artifacts = models.write(tenant, row, made.model());
        QuarkusTransaction.requiringNew()
                .run(
                        () ->
                                mine(row)
                                        .ifPresent(
                                                present -> {
                                                    present.state = AdaptationState.READY;
                                                    present.result = made.result();
                                                    present.artifacts = artifacts;
                                                    present.dueAt = null;
                                                    cleanupList.withdraw(tenant, prefix);
                                                }));
        LOG.infof("adaptation %s of reactor %s is stored", row.id, row.reactorId);
    }

    private void fail(AdaptationEntity row, ErrorCode code, String message) {
        LOG.infof("adaptation %s failed: %s", row.id, message);
        QuarkusTransaction.requiringNew()
                .run(
                        () ->
                                mine(row)
                                        .ifPresent(
                                                present -> {
                                                    present.state = AdaptationState.FAILED;
                                                    present.failure =
                                                            new AdaptationFailure(
                                                                    code.name(), message);
                                                    present.dueAt = null;
                                                }));
    }

    /** The row, locked, unless it was deleted or another process has taken it up. */
    private Optional<AdaptationEntity> mine(AdaptationEntity row) {
        return adaptations
                .lock(new TenantId(row.tenant), row.id)
                .filter(
                        present ->
                                present.state == AdaptationState.RUNNING
                                        && present.attempts == row.attempts);
    }
}
