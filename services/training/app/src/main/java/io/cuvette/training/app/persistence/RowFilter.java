package io.cuvette.training.app.persistence;

import io.cuvette.service.identity.TenantId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What rows of one tenant must be; what the caller did not ask for is left out. */
final class RowFilter {

    private final StringBuilder query;
    private final Map<String, Object> parameters = new HashMap<>();

    private RowFilter(TenantId tenant, String query) {
        this.query = new StringBuilder(query);
        parameters.put("tenant", tenant.value());
    }

    static RowFilter of(TenantId tenant) {
        return new RowFilter(tenant, "tenant = :tenant");
    }

    /**
     * @param condition that always holds; may name {@code :tenant}
     */
    static RowFilter of(TenantId tenant, String condition) {
        return new RowFilter(tenant, "tenant = :tenant and " + condition);
    }

    RowFilter equal(String field, Optional<?> value) {
        return compare(field, "=", value);
    }

    /**
     * @param operator of the query language, such as {@code <}
     */
    RowFilter compare(String field, String operator, Optional<?> value) {
        value.ifPresent(
                wanted -> {
                    query.append(" and %s %s :%s".formatted(field, operator, field));
                    parameters.put(field, wanted);
                });
        return this;
    }

    String query() {
        return query.toString();
    }

    Map<String, Object> parameters() {
        return parameters;
    }
}
