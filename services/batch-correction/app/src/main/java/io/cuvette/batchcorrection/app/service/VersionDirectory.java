package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.app.client.ModelVersion;
import io.cuvette.batchcorrection.app.client.TrainingGateway;
import io.cuvette.batchcorrection.app.config.ModelLibraryConfig;
import io.cuvette.batchcorrection.program.BatchCorrectionProgram;
import io.cuvette.service.error.ProblemException;
import io.cuvette.service.identity.Caller;
import io.cuvette.service.identity.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the training service says a name and a version or alias mean, remembered for a few seconds:
 * a new version becomes visible within that time, and a deleted one goes.
 */
@ApplicationScoped
public class VersionDirectory {

    public static final String LATEST = "latest";

    private static final int REMEMBERED = 10_000;

    private record Key(TenantId tenant, String name, String version) {}

    private record Entry(ModelVersion version, long expiresAtNanos) {}

    private final TrainingGateway training;
    private final Caller caller;
    private final Duration lifetime;

    private final Map<Key, Entry> known =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Key, Entry> eldest) {
                    return size() > REMEMBERED;
                }
            };

    VersionDirectory(TrainingGateway training, Caller caller, ModelLibraryConfig config) {
        this.training = training;
        this.caller = caller;
        this.lifetime = config.aliasLifetime();
    }

    /** Numbers of the newest versions of one of the caller's models, newest first. */
    public List<Integer> versions(String name) {
        return training.versions(name);
    }

    /**
     * The version of one of the caller's models.
     *
     * @param versionOrAlias a number, an alias, or {@value #LATEST}
     * @throws ProblemException NOT_FOUND when the caller has no such model of this family
     */
    public ModelVersion find(String name, String versionOrAlias) {
        Key key = new Key(caller.tenant(), name, versionOrAlias);
        long now = System.nanoTime();
        synchronized (known) {
            Entry entry = known.get(key);
            if (entry != null && entry.expiresAtNanos() - now > 0) {
                return entry.version();
            }
        }
        ModelVersion version = training.modelVersion(name, versionOrAlias);
        if (!version.family().equals(BatchCorrectionProgram.FAMILY)) {
            throw ProblemException.notFound("batch-correction model", name);
        }
        synchronized (known) {
            known.remove(key);
            known.put(key, new Entry(version, now + lifetime.toNanos()));
        }
        return version;
    }
}
