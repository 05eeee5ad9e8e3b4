package io.cuvette.service.identity;

import java.util.regex.Pattern;

/**
 * The tenant on whose behalf something happens.
 *
 * @param value a DNS label: {@code [a-z0-9][a-z0-9-]{0,62}}
 */
public record TenantId(String value) {

    private static final Pattern LABEL = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    public TenantId {
        if (value == null || !LABEL.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "A tenant is 1 to 63 of a-z, 0-9 and '-', not starting with '-'");
        }
    }
}
