package io.cuvette.gateway.identity;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a caller may do. */
public enum Role {
    /** Work with the tenant's datasets, jobs and models. */
    USER,
    /** And manage API keys of every tenant. */
    ADMIN;

    /** The name in tokens, requests and the database. */
    @JsonValue
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role of a name. */
    public static Optional<Role> ofKey(String key) {
        for (Role role : values()) {
            if (role.key().equals(key)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }

    /** This role and those it includes. */
    public Set<String> groups() {
        return switch (this) {
            case USER -> Set.of("user");
            case ADMIN -> Set.of("user", "admin");
        };
    }
}
