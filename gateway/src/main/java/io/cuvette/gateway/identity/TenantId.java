package io.cuvette.gateway.identity;

import java.util.regex.Pattern;

/**
 * A tenant: the owner of datasets, jobs and models.
 *
 * <p>This type, {@code Problem}, {@code Ulid} and {@code Strict} have twins in platform/service.
 * That library is a set of beans for services behind the gateway (token verification, object store,
 * idempotency tables, inference endpoints), all of which would become part of a process whose worth
 * is to hold none of them. What the twins must agree on is docs/contracts.md, and a test on either
 * side holds them to it.
 */
public record TenantId(String value) {
    private static final Pattern WELL_FORMED = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    /** The tenant of the first admin key. */
    public static final TenantId DEFAULT = new TenantId("default");

    public TenantId {
        if (!isWellFormed(value)) {
            throw new IllegalArgumentException("a tenant matches " + WELL_FORMED);
        }
    }

    /** Whether a text can name a tenant. */
    public static boolean isWellFormed(String value) {
        return value != null && WELL_FORMED.matcher(value).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
