package io.cuvette.gateway.keys;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cuvette.gateway.identity.Role;
import io.cuvette.gateway.identity.TenantId;
import io.cuvette.gateway.persistence.ApiKeyEntity;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What is known about a key, without the key.
 *
 * @param prefix the first characters, to tell keys apart
 * @param lastUsedAt to the minute; absent for a key that was never used
 * @param revokedAt absent for a key in force
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "ApiKey")
public record KeyRecord(
        String id,
        String name,
        String tenant,
        Role role,
        String prefix,
        Instant createdAt,
        Instant lastUsedAt,
        Instant revokedAt) {

    static KeyRecord of(ApiKeyEntity entity) {
        return new KeyRecord(
                entity.id,
                entity.name,
                new TenantId(entity.tenant).value(),
                entity.role,
                "cvt_" + entity.prefix,
                entity.createdAt,
                entity.lastUsedAt,
                entity.revokedAt);
    }
}
