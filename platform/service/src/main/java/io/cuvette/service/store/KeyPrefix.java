package io.cuvette.service.store;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.cuvette.service.id.Ids;
import io.cuvette.service.identity.TenantId;
import java.util.regex.Pattern;

/**
 * The part that keys of one tenant, dataset, job, model, version or reactor share, with its closing
 * slash, so that listing or deleting one never touches a neighbour whose name only begins alike.
 */
public record KeyPrefix(@JsonValue String value) {

    private static final Pattern PATTERN =
            Pattern.compile(
                    ("tenants/%1$s/(?:datasets/%2$s/|jobs/%2$s/(?:checkpoints/)?"
                                    + "|models/%2$s/(?:[1-9][0-9]{0,8}/)?"
                                    + "|reactors/%2$s/(?:adaptations/%2$s/(?:[1-9][0-9]{0,8}/)?)?)?")
                            .formatted(TenantId.REGEX, Ids.REGEX));

    @JsonCreator
    public KeyPrefix {
        if (value == null || !PATTERN.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "this is not the prefix of a tenant, dataset, job, model, version or reactor");
        }
    }

    /**
     * The key below this prefix.
     *
     * @throws IllegalArgumentException when the result is no key of ours
     */
    public ObjectKey resolve(String name) {
        return new ObjectKey(value + name);
    }

    public boolean contains(ObjectKey key) {
        return key.value().startsWith(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
