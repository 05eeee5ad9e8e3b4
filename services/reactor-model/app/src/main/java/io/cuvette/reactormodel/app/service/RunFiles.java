package io.cuvette.reactormodel.app.service;

import io.cuvette.reactormodel.app.config.ReactorsConfig;
import io.cuvette.reactormodel.app.persistence.RunsEntity;
import io.cuvette.reactormodel.app.persistence.RunsRepository;
import io.cuvette.reactormodel.correction.DeclaredReactor;
import io.cuvette.reactormodel.runs.ReactorRuns;
import io.cuvette.service.cleanup.CleanupEntity;
import io.cuvette.service.cleanup.CleanupRepository;
import io.cuvette.service.error.ErrorCode;
import io.cuvette.service.error.ProblemException;
import io.cuvette.service.id.Ids;
import io.cuvette.service.idempotency.Answer;
import io.cuvette.service.idempotency.Idempotency;
import io.cuvette.service.idempotency.IdempotencyKey;
import io.cuvette.service.idempotency.RequestHash;
import io.cuvette.service.identity.TenantId;
import io.cuvette.service.store.ObjectKey;
import io.cuvette.service.store.ObjectKeys;
import io.cuvette.service.store.ObjectStore;
import io.cuvette.service.store.Sha256;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Files of runs: read and judged before they are stored, and never changed after. */
@ApplicationScoped
public class RunFiles {

    /** Longer than any upload takes. */
    private static final Duration ABANDONED_AFTER = Duration.ofMinutes(15);

    private final Reactors reactors;
    private final RunsRepository files;
    private final CleanupRepository cleanupList;
    private final Cleanups cleanups;
    private final ObjectStore store;
    private final Idempotency idempotency;
    private final Turns turns;
    private final ReactorsConfig config;

    @Inject
    public RunFiles(
            Reactors reactors,
            RunsRepository files,
            CleanupRepository cleanupList,
            Cleanups cleanups,
            ObjectStore store,
            Idempotency idempotency,
            Turns turns,
            ReactorsConfig config) {
        this.reactors = reactors;
        this.files = files;
        this.cleanupList = cleanupList;
        this.cleanups = cleanups;
        this.store = store;
        this.idempotency = idempotency;
        this.turns = turns;
        this.config = config;
    }

    /**
     * A file to store.
     *
     * @param units of columns whose names have none
     */
    public record NewFile(
            String name, String mediaType, Map<String, String> units, byte[] content) {}

    /**
     * The bytes of a file that is sent.
     *
     * @throws ProblemException PAYLOAD_TOO_LARGE beyond {@code cuvette.reactors.largest-run-file}
     */
    public byte[] bounded(InputStream body) {
        long most = config.largestRunFile().asLongValue();
        try {
            byte[] bytes = body.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, most + 1));
            if (bytes.length > most) {
                throw new ProblemException(
                        ErrorCode.PAYLOAD_TOO_LARGE,
                        "A file of runs has at most %d bytes; split it.".formatted(most));
            }
            if (bytes.length == 0) {
                throw ProblemException.invalidField(
                        "body", "REQUIRED", "is empty; send a table of runs");
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException("the body ended early", e);
        }
    }

    /** Judges and stores a file, at most once per key. */
    public Answer create(
            TenantId tenant,
            String reactorId,
            NewFile file,
            Optional<IdempotencyKey> key,
            RequestHash hash,
            Function<RunsEntity, Answer> answer) {
        DeclaredReactor declared = reactors.get(tenant, reactorId).document.declared();
        Optional<Answer> earlier = idempotency.earlier(tenant, key, hash);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        ReactorRuns read =
                turns.take(
                        tenant,
                        "body",
                        () -> RunsParser.read(declared, file.units(), file.content()));
        RunsEntity row = row(tenant, reactorId, file, RunsSummary.of(read, file.units()));
        ObjectKey target = ObjectKeys.reactorRuns(tenant, reactorId, row.id);
        // the cleanup first: the object goes, unless a row for it is committed, which withdraws it
        CleanupEntity cleanup =
                QuarkusTransaction.requiringNew()
                        .call(() -> cleanupList.add(tenant, target, ABANDONED_AFTER));
        store.put(target, file.content());
        Answer made =
                idempotency.execute(
                        tenant,
                        key,
                        hash,
                        () -> {
                            insert(tenant, row);
                            cleanupList.withdraw(tenant, target);
                            return answer.apply(row);
                        });
        if (made.replayed()) {
            cleanups.run(cleanup);
        }
        return made;
    }

    private static RunsEntity row(
            TenantId tenant, String reactorId, NewFile file, RunsSummary summary) {
        RunsEntity row = new RunsEntity();
        row.id = Ids.next();
        row.tenant = tenant.value();
        row.reactorId = reactorId;
        row.name = file.name();
        row.mediaType = file.mediaType();
        row.sha256 = Sha256.of(file.content()).hex();
        row.sizeBytes = file.content().length;
        row.summary = summary;
        row.createdAt = Instant.now();
        return row;
    }

    private void insert(TenantId tenant, RunsEntity row) {
        reactors.lock(tenant, row.reactorId);
        if (files.count(tenant, row.reactorId) >= config.mostRunFiles()) {
            throw Problems.tooMany(
                    "The reactor already has %d files of runs; delete some, or send more runs in one file."
                            .formatted(config.mostRunFiles()));
        }
        long most = config.mostRunBytesPerTenant().asLongValue();
        if (files.bytes(tenant) > most - row.sizeBytes) {
            throw Problems.tooMany(
                    "With this file of %d bytes, all files of runs would have more than %d; delete some of this or of other reactors."
                            .formatted(row.sizeBytes, most));
        }
        files.persist(row);
    }

    @Transactional
    public RunsEntity get(TenantId tenant, String reactorId, String id) {
        return files.find(tenant, reactorId, id).orElseThrow(() -> notFound(id));
    }

    /** Newest first. */
    @Transactional
    public List<RunsEntity> page(
            TenantId tenant, String reactorId, Optional<String> before, int limit) {
        reactors.require(tenant, reactorId);
        return files.page(tenant, reactorId, before, limit);
    }

    /** Those named, or all of the reactor when none is. */
    @Transactional
    public List<RunsEntity> chosen(TenantId tenant, String reactorId, List<String> ids) {
        return ids.isEmpty()
                ? files.all(tenant, reactorId)
                : ids.stream().distinct().map(id -> get(tenant, reactorId, id)).toList();
    }

    /** Of those named the ones that are still there. */
    @Transactional
    public List<RunsEntity> present(TenantId tenant, String reactorId, List<String> ids) {
        return ids.stream().flatMap(id -> files.find(tenant, reactorId, id).stream()).toList();
    }

    /** The bytes as they were sent. */
    public byte[] content(TenantId tenant, RunsEntity file) {
        ObjectKey key = ObjectKeys.reactorRuns(tenant, file.reactorId, file.id);
        try (InputStream in = store.open(key, new Sha256(file.sha256))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("a file of runs cannot be read", e);
        }
    }

    /**
     * The runs of a file, read for a reactor as it is declared, which need not be how it was when
     * they were sent.
     *
     * @throws ProblemException UNPROCESSABLE, with the file's name, when they are none of it
     */
    ReactorRuns read(TenantId tenant, DeclaredReactor declared, RunsEntity file) {
        byte[] content = content(tenant, file);
        try {
            return RunsParser.read(declared, file.summary.units(), content);
        } catch (ProblemException e) {
            throw Problems.unreadable(file.name, file.id, e);
        }
    }

    public void delete(TenantId tenant, String reactorId, String id) {
        CleanupEntity cleanup =
                QuarkusTransaction.requiringNew()
                        .call(
                                () -> {
                                    files.delete(get(tenant, reactorId, id));
                                    return cleanupList.add(
                                            tenant,
                                            ObjectKeys.reactorRuns(tenant, reactorId, id),
                                            Duration.ZERO);
                                });
        cleanups.run(cleanup);
    }

    private static ProblemException notFound(String id) {
        return ProblemException.notFound("file of runs", id);
    }
}
