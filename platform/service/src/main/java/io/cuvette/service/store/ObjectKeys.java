package io.cuvette.service.store;

import io.cuvette.service.id.Ids;
import io.cuvette.service.identity.TenantId;
import java.util.regex.Pattern;

/** The layout of the bucket, as docs/contracts.md gives it. */
public final class ObjectKeys {

    /**
     * Up to four names of letters, digits, dots, hyphens and underscores; no name begins with a
     * dot.
     */
    static final String ARTIFACT_PATH =
            "[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}(?:/[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}){0,3}";

    private static final Pattern ARTIFACT = Pattern.compile(ARTIFACT_PATH);
    private static final long MAXIMUM_STEP = 999_999_999_999L;
    private static final int MAXIMUM_NUMBER = 999_999_999;

    private ObjectKeys() {}

    /** The bytes of a dataset, as they were uploaded. */
    public static ObjectKey dataset(TenantId tenant, String datasetId) {
        return datasetPrefix(tenant, datasetId).resolve("raw");
    }

    public static KeyPrefix datasetPrefix(TenantId tenant, String datasetId) {
        return prefix(tenant, "datasets", "dataset id", datasetId, "");
    }

    /**
     * A checkpoint.
     *
     * @param step 0 to 10^12 - 1; keys of one job sort by it
     * @param attempt from 1
     */
    public static ObjectKey checkpoint(TenantId tenant, String jobId, long step, int attempt) {
        return checkpointPrefix(tenant, jobId).resolve(checkpointName(step, attempt));
    }

    /** The last part of {@link #checkpoint}. */
    public static String checkpointName(long step, int attempt) {
        if (step < 0 || step > MAXIMUM_STEP) {
            throw new IllegalArgumentException(
                    "step %d is outside 0..%d".formatted(step, MAXIMUM_STEP));
        }
        return "%012d-%d.safetensors".formatted(step, requireNumber("attempt", attempt));
    }

    public static KeyPrefix checkpointPrefix(TenantId tenant, String jobId) {
        return prefix(tenant, "jobs", "job id", jobId, "checkpoints/");
    }

    /**
     * A file of the model that an attempt trained, such as {@code model.safetensors}.
     *
     * @param attempt from 1
     * @param path up to four names, separated by slashes
     */
    public static ObjectKey artifact(TenantId tenant, String jobId, int attempt, String path) {
        requireArtifactPath(path);
        return artifactPrefix(tenant, jobId, attempt).resolve(path);
    }

    /** Where an attempt puts its model, published or not. */
    public static KeyPrefix artifactPrefix(TenantId tenant, String jobId, int attempt) {
        return prefix(tenant, "models", "job id", jobId, requireNumber("attempt", attempt) + "/");
    }

    /** A file with runs of a reactor, as it was sent. */
    public static ObjectKey reactorRuns(TenantId tenant, String reactorId, String runsId) {
        return reactorPrefix(tenant, reactorId).resolve("runs/" + Ids.require("runs id", runsId));
    }

    /**
     * A file of the model of one reactor.
     *
     * @param path up to four names, separated by slashes
     */
    public static ObjectKey adaptation(
            TenantId tenant, String reactorId, String adaptationId, String path) {
        requireArtifactPath(path);
        return adaptationPrefix(tenant, reactorId, adaptationId).resolve(path);
    }

    public static KeyPrefix adaptationPrefix(
            TenantId tenant, String reactorId, String adaptationId) {
        return prefix(
                tenant,
                "reactors",
                "reactor id",
                reactorId,
                "adaptations/" + Ids.require("adaptation id", adaptationId) + "/");
    }

    /**
     * What one attempt at an adaptation writes.
     *
     * @param attempt from 1
     */
    public static KeyPrefix adaptationPrefix(
            TenantId tenant, String reactorId, String adaptationId, int attempt) {
        String all = adaptationPrefix(tenant, reactorId, adaptationId).value();
        return new KeyPrefix(all + requireNumber("attempt", attempt) + "/");
    }

    /** Everything of one reactor: runs and adaptations. */
    public static KeyPrefix reactorPrefix(TenantId tenant, String reactorId) {
        return prefix(tenant, "reactors", "reactor id", reactorId, "");
    }

    /** Everything a tenant has. */
    public static KeyPrefix tenantPrefix(TenantId tenant) {
        return new KeyPrefix("tenants/" + tenant.value() + "/");
    }

    private static KeyPrefix prefix(
            TenantId tenant, String kind, String idName, String id, String rest) {
        return new KeyPrefix(
                "tenants/%s/%s/%s/%s"
                        .formatted(tenant.value(), kind, Ids.require(idName, id), rest));
    }

    private static void requireArtifactPath(String path) {
        if (!ARTIFACT.matcher(path).matches()) {
            throw new IllegalArgumentException(
                    "artifact path '%s' is not one to four plain names"
                            .formatted(path.substring(0, Math.min(path.length(), 80))));
        }
    }

    private static int requireNumber(String name, int number) {
        if (number < 1 || number > MAXIMUM_NUMBER) {
            throw new IllegalArgumentException(
                    "%s %d is outside 1..%d".formatted(name, number, MAXIMUM_NUMBER));
        }
        return number;
    }
}
