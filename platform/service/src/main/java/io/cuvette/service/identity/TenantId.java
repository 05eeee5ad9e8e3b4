package io.cuvette.service.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * Who data belongs to. A type of its own so that no query or key forgets it.
 *
 * @param value lower-case letters, digits and hyphens, 1 to 63, a letter or digit first
 */
public record TenantId(@JsonValue String value) {

    /** What {@link #value} matches, as a part of larger patterns. */
    public static final String REGEX = "[a-z0-9][a-z0-9-]{0,62}";

    private static final Pattern PATTERN = Pattern.compile(REGEX);

    @JsonCreator
    public TenantId {
        if (!isValid(value)) {
            throw new IllegalArgumentException(
                    "tenant '%s' does not match %s".formatted(value, PATTERN.pattern()));
        }
    }

    public static boolean isValid(String value) {
        return value != null && PATTERN.matcher(value).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
