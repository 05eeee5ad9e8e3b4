package io.cuvette.gateway.persistence;

import io.cuvette.gateway.identity.Role;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A row of {@code api_key}. */
@Entity
@Table(name = "api_key")
public class ApiKeyEntity {
    @Id public String id;

    public String name;

    public String tenant;

    @Enumerated(EnumType.STRING)
    public Role role;

    /** Twelve hex digits of the key that find the row. */
    public String prefix;

    /** SHA-256 of the whole key in hex. */
    public String digest;

    @Column(name = "created_by")
    public String createdBy;

    @Column(name = "idempotency_key")
    public String idempotencyKey;

    public String fingerprint;

    @Column(name = "created_at", insertable = false, updatable = false)
    public Instant createdAt;

    @Column(name = "last_used_at")
    public Instant lastUsedAt;

    @Column(name = "revoked_at")
    public Instant revokedAt;
}
