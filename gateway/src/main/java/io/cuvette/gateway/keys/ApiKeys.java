package io.cuvette.gateway.keys;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.cuvette.gateway.config.GatewayConfig;
import io.cuvette.gateway.error.GatewayError;
import io.cuvette.gateway.error.ProblemException;
import io.cuvette.gateway.identity.OidcIssuer;
import io.cuvette.gateway.identity.Role;
import io.cuvette.gateway.identity.TenantId;
import io.cuvette.gateway.persistence.ApiKeyEntity;
import io.cuvette.gateway.persistence.ApiKeyRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Makes, lists, revokes and verifies API keys. */
@ApplicationScoped
public class ApiKeys {
    private static final Logger LOG = Logger.getLogger(ApiKeys.class);

    private final ApiKeyRepository repository;
    private final OidcIssuer oidc;

    /** By digest of the presented key; keys that are not valid are remembered, too. */
    private final Cache<String, Optional<VerifiedKey>> recent;

    ApiKeys(ApiKeyRepository repository, OidcIssuer oidc, GatewayConfig config) {
        this.repository = repository;
        this.oidc = oidc;
        this.recent =
                Caffeine.newBuilder()
                        .maximumSize(10_000)
                        .expireAfterWrite(config.keyCache())
                        .build();
    }

    /** The outcome of a recent verification; empty when the database has to be asked. */
    public Optional<Optional<VerifiedKey>> verifiedRecently(String presented) {
        Optional<ApiKeySecret> secret = ApiKeySecret.parse(presented);
        return secret.isEmpty()
                ? Optional.of(Optional.empty())
                : Optional.ofNullable(recent.getIfPresent(secret.get().digest()));
    }

    /** Verifies a presented key against the database. */
    @Transactional
    public Optional<VerifiedKey> verify(String presented) {
        Optional<ApiKeySecret> parsed = ApiKeySecret.parse(presented);
        if (parsed.isEmpty()) {
            return Optional.empty();
        }
        ApiKeySecret secret = parsed.get();
        Optional<VerifiedKey> verified =
                repository
                        .findByPrefix(secret.prefix())
                        .filter(row -> secret.matches(row.digest) && row.revokedAt == null)
                        .map(row -> new VerifiedKey(row.id, new TenantId(row.tenant), row.role));
        verified.ifPresent(key -> repository.touch(key.id()));
        recent.put(secret.digest(), verified);
        return verified;
    }

    /**
     * Makes a key.
     *
     * @param idempotencyKey a repeated request with the same one makes no second key
     */
    @Transactional
    Creation create(NewKey request, String createdBy, Optional<String> idempotencyKey) {
        if (idempotencyKey.isPresent()) {
            repository.lock("api-key " + createdBy + ' ' + idempotencyKey.get());
            Optional<ApiKeyEntity> before =
                    repository.findByIdempotencyKey(createdBy, idempotencyKey.get());
            if (before.isPresent()) {
                return repeated(before.get(), request);
            }
        }
        ApiKeySecret secret = ApiKeySecret.generate();
        ApiKeyEntity row = insert(request, secret, createdBy, idempotencyKey);
        LOG.infof("key %s made for tenant %s, role %s", row.id, request.tenant(), request.role());
        return new Creation.Created(KeyRecord.of(row), secret);
    }

    private static Creation repeated(ApiKeyEntity before, NewKey request) {
        if (!before.fingerprint.equals(request.fingerprint())) {
            throw new ProblemException(
                    GatewayError.IDEMPOTENCY_KEY_REUSED,
                    "Idempotency-Key was used for another key. Send a new one.");
        }
        return new Creation.Repeated(KeyRecord.of(before));
    }

    /**
     * Makes the first admin key when there is no key at all.
     *
     * @param announce told the key before it is in force, so that it is never lost
     */
    @Transactional
    void createFirst(FirstKeyAnnouncement announce) {
        repository.lock("api-key first");
        if (repository.count() > 0) {
            return;
        }
        ApiKeySecret secret = ApiKeySecret.generate();
        announce.announce(secret);
        insert(
                new NewKey("first admin key", TenantId.DEFAULT, Role.ADMIN),
                secret,
                "gateway",
                Optional.empty());
    }

    private ApiKeyEntity insert(
            NewKey request, ApiKeySecret secret, String createdBy, Optional<String> idempotency) {
        ApiKeyEntity row = new ApiKeyEntity();
        row.id = Ulid.next(Clock.systemUTC());
        row.name = request.name();
        row.tenant = request.tenant().value();
        row.role = request.role();
        row.prefix = secret.prefix();
        row.digest = secret.digest();
        row.createdBy = createdBy;
        row.idempotencyKey = idempotency.orElse(null);
        row.fingerprint = request.fingerprint();
        repository.persistAndFlush(row);
        repository.getEntityManager().refresh(row); // the database's creation time
        return row;
    }

    /** Keys after an id, oldest first. */
    @Transactional
    List<KeyRecord> list(Optional<TenantId> tenant, String afterId, int limit) {
        return repository.listAfter(tenant, afterId, limit).stream().map(KeyRecord::of).toList();
    }

    /** One key. */
    @Transactional
    KeyRecord get(String id) {
        return KeyRecord.of(find(id));
    }

    /**
     * Revokes a key; a revoked one stays as it is. Takes effect here at once and in other gateways
     * within {@link GatewayConfig#keyCache()}.
     */
    @Transactional
    void revoke(String id) {
        ApiKeyEntity row = find(id);
        if (row.role == Role.ADMIN && !oidc.isConfigured()) {
            List<ApiKeyEntity> admins = repository.lockAdminKeys();
            if (admins.size() == 1 && admins.get(0).id.equals(id)) {
                throw new ProblemException(
                        GatewayError.LAST_ADMIN_KEY,
                        "Nobody could manage keys any more. Make another admin key first.");
            }
        }
        repository.revoke(id);
        recent.asMap()
                .values()
                .removeIf(known -> known.map(VerifiedKey::id).filter(id::equals).isPresent());
        LOG.infof("key %s revoked", id);
    }

    private ApiKeyEntity find(String id) {
        return repository
                .findByIdOptional(id)
                .orElseThrow(
                        () ->
                                new ProblemException(
                                        GatewayError.NOT_FOUND, "There is no key with this id."));
    }

    /** Where the first admin key goes. */
    @FunctionalInterface
    interface FirstKeyAnnouncement {
        void announce(ApiKeySecret secret);
    }
}
