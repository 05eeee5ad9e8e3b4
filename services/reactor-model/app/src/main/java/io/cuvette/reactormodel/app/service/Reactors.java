package io.cuvette.reactormodel.app.service;

import io.cuvette.reactormodel.app.config.ReactorsConfig;
import io.cuvette.reactormodel.app.declaration.ReactorDocument;
import io.cuvette.reactormodel.app.persistence.ReactorEntity;
import io.cuvette.reactormodel.app.persistence.ReactorRepository;
import io.cuvette.service.cleanup.CleanupEntity;
import io.cuvette.service.cleanup.CleanupRepository;
import io.cuvette.service.error.ProblemException;
import io.cuvette.service.etag.ETags;
import io.cuvette.service.id.Ids;
import io.cuvette.service.idempotency.Answer;
import io.cuvette.service.idempotency.Idempotency;
import io.cuvette.service.idempotency.IdempotencyKey;
import io.cuvette.service.idempotency.RequestHash;
import io.cuvette.service.identity.TenantId;
import io.cuvette.service.store.ObjectKeys;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Declared reactors: made, read, changed and deleted with all that was learnt about them. */
@ApplicationScoped
public class Reactors {
    private static final Logger LOG = Logger.getLogger(Reactors.class);
    private static final String WHAT = "reactor";

    /** Longer than any request that may still write objects of the reactor. */
    private static final Duration LATE_WRITES = Duration.ofMinutes(15);

    private final ReactorRepository reactors;
    private final CleanupRepository cleanupList;
    private final Cleanups cleanups;
    private final Idempotency idempotency;
    private final ReactorsConfig config;

    @Inject
    public Reactors(
            ReactorRepository reactors,
            CleanupRepository cleanupList,
            Cleanups cleanups,
            Idempotency idempotency,
            ReactorsConfig config) {
        this.reactors = reactors;
        this.cleanupList = cleanupList;
        this.cleanups = cleanups;
        this.idempotency = idempotency;
        this.config = config;
    }

    /** Declares a reactor, at most once per key. */
    public Answer create(
            TenantId tenant,
            String name,
            ReactorDocument document,
            Optional<IdempotencyKey> key,
            RequestHash hash,
            Function<ReactorEntity, Answer> answer) {
        return idempotency.execute(
                tenant, key, hash, () -> answer.apply(insert(tenant, name, document)));
    }

    private ReactorEntity insert(TenantId tenant, String name, ReactorDocument document) {
        if (reactors.count(tenant) >= config.mostPerTenant()) {
            throw Problems.tooMany(
                    "There are already %d reactors; delete some."
                            .formatted(config.mostPerTenant()));
        }
        ReactorEntity reactor = new ReactorEntity();
        reactor.id = Ids.next();
        reactor.tenant = tenant.value();
        reactor.name = name;
        reactor.document = document;
        reactor.revision = 1;
        reactor.createdAt = Instant.now();
        reactor.updatedAt = reactor.createdAt;
        reactors.persist(reactor);
        LOG.infof("reactor %s is declared", reactor.id);
        return reactor;
    }

    @Transactional
    public ReactorEntity get(TenantId tenant, String id) {
        return reactors.find(tenant, id).orElseThrow(() -> notFound(id));
    }

    /** Refuses what the tenant does not have; within a transaction. */
    void require(TenantId tenant, String id) {
        if (reactors.find(tenant, id).isEmpty()) {
            throw notFound(id);
        }
    }

    /** As {@link #require}, and keeps the reactor as it is until the transaction ends. */
    void lock(TenantId tenant, String id) {
        if (reactors.lock(tenant, id).isEmpty()) {
            throw notFound(id);
        }
    }

    @Transactional
    public List<ReactorEntity> page(TenantId tenant, Optional<String> before, int limit) {
        return reactors.page(tenant, before, limit);
    }

    /**
     * Replaces a declaration that is as the caller read it. Runs stay, and so do models, which are
     * of the revision they name.
     *
     * @param ifMatch the header, null when it was not sent
     */
    @Transactional
    public ReactorEntity replace(
            TenantId tenant, String id, String ifMatch, String name, ReactorDocument document) {
        ReactorEntity reactor = reactors.lock(tenant, id).orElseThrow(() -> notFound(id));
        ETags.requireMatch(ifMatch, reactor.revision);
        if (!reactor.document.type().equals(document.type())) {
            throw ProblemException.invalidField(
                    "type",
                    "INVALID",
                    "is %s; a reactor stays what it is, %s: declare another one"
                            .formatted(document.type(), reactor.document.type()));
        }
        reactor.name = name;
        reactor.document = document;
        reactor.revision++;
        reactor.updatedAt = Instant.now();
        return reactor;
    }

    /**
     * Deletes the reactor with its runs and models.
     *
     * @param ifMatch the header; without it whatever is there goes
     */
    public void delete(TenantId tenant, String id, Optional<String> ifMatch) {
        CleanupEntity cleanup =
                QuarkusTransaction.requiringNew().call(() -> remove(tenant, id, ifMatch));
        cleanups.run(cleanup);
    }

    private CleanupEntity remove(TenantId tenant, String id, Optional<String> ifMatch) {
        ReactorEntity reactor = reactors.lock(tenant, id).orElseThrow(() -> notFound(id));
        ifMatch.ifPresent(tags -> ETags.requireMatch(tags, reactor.revision));
        reactors.delete(reactor);
        LOG.infof("reactor %s is deleted", id);
        // once now, and once more for what requests under way may still write
        cleanupList.add(tenant, ObjectKeys.reactorPrefix(tenant, id), LATE_WRITES);
        return cleanupList.add(tenant, ObjectKeys.reactorPrefix(tenant, id), Duration.ZERO);
    }

    static ProblemException notFound(String id) {
        return ProblemException.notFound(WHAT, id);
    }
}
