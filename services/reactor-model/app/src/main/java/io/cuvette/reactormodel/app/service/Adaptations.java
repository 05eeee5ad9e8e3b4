package io.cuvette.reactormodel.app.service;

import io.cuvette.reactormodel.app.config.ReactorsConfig;
import io.cuvette.reactormodel.app.persistence.AdaptationEntity;
import io.cuvette.reactormodel.app.persistence.AdaptationRepository;
import io.cuvette.reactormodel.app.persistence.ReactorEntity;
import io.cuvette.reactormodel.correction.ReactorModel;
import io.cuvette.reactormodel.estimation.ObservedRun;
import io.cuvette.service.cleanup.CleanupEntity;
import io.cuvette.service.cleanup.CleanupRepository;
import io.cuvette.service.error.ErrorCode;
import io.cuvette.service.error.ProblemException;
import io.cuvette.service.idempotency.Answer;
import io.cuvette.service.idempotency.Idempotency;
import io.cuvette.service.idempotency.IdempotencyKey;
import io.cuvette.service.idempotency.RequestHash;
import io.cuvette.service.identity.TenantId;
import io.cuvette.service.store.KeyPrefix;
import io.cuvette.service.store.ObjectKeys;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Models of declared reactors: made from their runs, shown and deleted. */
@ApplicationScoped
public class Adaptations {
    private static final Logger LOG = Logger.getLogger(Adaptations.class);
    private static final String WHAT = "adaptation";

    /** Longer than any model takes to write. */
    static final Duration ABANDONED_AFTER = Duration.ofMinutes(30);

    private final Reactors reactors;
    private final AdaptationRepository adaptations;
    private final AdaptationOrders orders;
    private final AdaptationWork work;
    private final AdaptationWatch watch;
    private final ModelFiles models;
    private final CleanupRepository cleanupList;
    private final Cleanups cleanups;
    private final Idempotency idempotency;
    private final Turns turns;
    private final ReactorsConfig config;

    @Inject
    public Adaptations(
            Reactors reactors,
            AdaptationRepository adaptations,
            AdaptationOrders orders,
            AdaptationWork work,
            AdaptationWatch watch,
            ModelFiles models,
            CleanupRepository cleanupList,
            Cleanups cleanups,
            Idempotency idempotency,
            Turns turns,
            ReactorsConfig config) {
        this.reactors = reactors;
        this.adaptations = adaptations;
        this.orders = orders;
        this.work = work;
        this.watch = watch;
        this.models = models;
        this.cleanupList = cleanupList;
        this.cleanups = cleanups;
        this.idempotency = idempotency;
        this.turns = turns;
        this.config = config;
    }

    /**
     * Adapts, at most once per key: before it answers, or later what takes long. What is answered
     * is stored.
     */
    public Answer create(
            TenantId tenant,
            String reactorId,
            AdaptationOrders.Wanted wanted,
            Optional<IdempotencyKey> key,
            RequestHash hash,
            Function<AdaptationEntity, Answer> answer) {
        ReactorEntity reactor = reactors.get(tenant, reactorId);
        Optional<Answer> earlier = idempotency.earlier(tenant, key, hash);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        AdaptationOrders.Order order = orders.of(tenant, reactor, wanted);
        AdaptationEntity row = order.row();
        if (order.queued()) {
            row.state = AdaptationState.QUEUED;
            row.dueAt = row.createdAt;
            return idempotency.execute(
                    tenant,
                    key,
                    hash,
                    () -> {
                        insertQueued(tenant, row);
                        return answer.apply(row);
                    });
        }
        AdaptationWork.Made made =
                turns.takeFor(
                        tenant,
                        "runs",
                        () -> watch.awaited(() -> work.make(tenant, row, order.start())));
        row.state = AdaptationState.READY;
        row.result = made.result();
        return publish(tenant, row, made.model(), key, hash, answer);
    }

    /** Judges as {@link #create} does, the runs as well, and stores nothing. */
    public AdaptationCheck check(
            TenantId tenant, String reactorId, AdaptationOrders.Wanted wanted) {
        AdaptationOrders.Order order = orders.of(tenant, reactors.get(tenant, reactorId), wanted);
        AdaptationEntity row = order.row();
        List<ObservedRun> runs = turns.take(tenant, "runs", () -> work.runs(tenant, row));
        return new AdaptationCheck(
                row.plan,
                row.reactorRevision,
                row.runs,
                runs.size(),
                runs.stream().mapToInt(ObservedRun::measured).sum(),
                order.queued());
    }

    private Answer publish(
            TenantId tenant,
            AdaptationEntity row,
            ReactorModel model,
            Optional<IdempotencyKey> key,
            RequestHash hash,
            Function<AdaptationEntity, Answer> answer) {
        KeyPrefix prefix = ModelFiles.prefix(tenant, row);
        // the cleanup first: the objects go, unless a row for them is committed, which withdraws it
        CleanupEntity cleanup =
                QuarkusTransaction.requiringNew()
                        .call(() -> cleanupList.add(tenant, prefix, ABANDONED_AFTER));
        row.artifacts = models.write(tenant, row, model);
        Answer made =
                idempotency.execute(
                        tenant,
                        key,
                        hash,
                        () -> {
                            insert(tenant, row);
                            cleanupList.withdraw(tenant, prefix);
                            return answer.apply(row);
                        });
        if (made.replayed()) {
            cleanups.run(cleanup);
        } else {
            LOG.infof("adaptation %s of reactor %s is stored", row.id, row.reactorId);
        }
        return made;
    }

    private void insert(TenantId tenant, AdaptationEntity row) {
        reactors.lock(tenant, row.reactorId);
        if (adaptations.count(tenant, row.reactorId) >= config.mostAdaptations()) {
            throw Problems.tooMany(
                    "The reactor already has %d adaptations; delete some."
                            .formatted(config.mostAdaptations()));
        }
        adaptations.persist(row);
    }

    private void insertQueued(TenantId tenant, AdaptationEntity row) {
        insert(tenant, row);
        if (adaptations.countUnfinished(tenant) > config.mostQueuedPerTenant()) {
            throw Problems.tooMany(
                    "%d adaptations are waiting already; wait for some or delete them."
                            .formatted(config.mostQueuedPerTenant()));
        }
    }

    /**
     * One that is there to be asked.
     *
     * @throws ProblemException NOT_FOUND; ILLEGAL_STATE while it is being made or when it failed
     */
    @Transactional
    public AdaptationEntity get(TenantId tenant, String id) {
        AdaptationEntity row = show(tenant, id);
        if (row.state == AdaptationState.READY) {
            return row;
        }
        throw new ProblemException(
                ErrorCode.ILLEGAL_STATE,
                row.state == AdaptationState.FAILED
                        ? "The adaptation failed; look at it for the reason."
                        : "The adaptation is still being made; look at its state.");
    }

    /** One in whatever state. */
    @Transactional
    public AdaptationEntity show(TenantId tenant, String id) {
        return adaptations.find(tenant, id).orElseThrow(() -> notFound(id));
    }

    /** Newest first. */
    @Transactional
    public List<AdaptationEntity> page(
            TenantId tenant, String reactorId, Optional<String> before, int limit) {
        reactors.require(tenant, reactorId);
        return adaptations.page(tenant, reactorId, before, limit);
    }

    public void delete(TenantId tenant, String id) {
        CleanupEntity cleanup =
                QuarkusTransaction.requiringNew()
                        .call(
                                () -> {
                                    AdaptationEntity row = show(tenant, id);
                                    adaptations.delete(row);
                                    return cleanupList.add(
                                            tenant,
                                            ObjectKeys.adaptationPrefix(tenant, row.reactorId, id),
                                            Duration.ZERO);
                                });
        cleanups.run(cleanup);
    }

    private static ProblemException notFound(String id) {
        return ProblemException.notFound(WHAT, id);
    }
}
