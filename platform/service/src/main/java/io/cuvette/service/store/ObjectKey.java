package io.cuvette.service.store;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.cuvette.service.id.Ids;
import io.cuvette.service.identity.TenantId;
import java.util.regex.Pattern;

/**
 * A key of the layout in docs/contracts.md; no other key can be made. {@link ObjectKeys} builds
 * them from ids, the constructor takes one that was stored or sent.
 */
public record ObjectKey(@JsonValue String value) implements Comparable<ObjectKey> {

    static final int MAXIMUM_LENGTH = 1024; // S3's limit, in bytes; ours are ASCII

    private static final String TENANT = "tenants/" + TenantId.REGEX + "/";
    private static final String DATASET = "datasets/" + Ids.REGEX + "/raw";
    private static final String CHECKPOINT =
            "jobs/" + Ids.REGEX + "/checkpoints/[0-9]{12}-[1-9][0-9]{0,8}\\.safetensors";
    private static final String ARTIFACT =
            "models/" + Ids.REGEX + "/[1-9][0-9]{0,8}/" + ObjectKeys.ARTIFACT_PATH;
    private static final String REACTOR =
            "reactors/%1$s/(?:runs/%1$s|adaptations/%1$s/%2$s)"
                    .formatted(Ids.REGEX, ObjectKeys.ARTIFACT_PATH);
    private static final Pattern PATTERN =
            Pattern.compile(
                    TENANT
                            + "(?:"
                            + String.join("|", DATASET, CHECKPOINT, ARTIFACT, REACTOR)
                            + ")");

    @JsonCreator
    public ObjectKey {
        if (value == null || value.length() > MAXIMUM_LENGTH || !PATTERN.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "this is not a key of a dataset, checkpoint, model or reactor");
        }
    }

    /** Whose object this is. */
    public TenantId tenant() {
        return new TenantId(value.split("/", 3)[1]);
    }

    @Override
    public int compareTo(ObjectKey other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
