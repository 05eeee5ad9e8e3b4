package io.cuvette.service.modellibrary;

import io.cuvette.service.error.ProblemException;
import io.cuvette.service.identity.Caller;
import io.cuvette.service.identity.TenantId;
import io.cuvette.service.modelcache.AliasCache;
import io.cuvette.service.training.ModelVersion;
import io.cuvette.service.training.TrainingGateway;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the training service says a name and a version or alias mean, remembered for a few seconds:
 * a new version becomes visible within that time, and a deleted one goes. While the training
 * service is away, what it said last holds on for a minute more. One per app, for all threads.
 */
public final class VersionDirectory {

    public static final String LATEST = "latest";

    /** How long models go on serving while the training service is away. */
    private static final Duration STALE_FOR = Duration.ofMinutes(1);

    private final TrainingGateway training;
    private final Caller caller;
    private final AnsweredVersions answered;
    private final Set<String> families;
    private final AliasCache<ModelVersion> known;

    /**
     * @param caller of the request at hand, as is {@code answered}
     * @param kinds that the app serves; models of other families do not exist for it
     * @param aliasLifetime how long an answer of training is trusted
     */
    public VersionDirectory(
            TrainingGateway training,
            Caller caller,
            AnsweredVersions answered,
            Set<ModelKind> kinds,
            Duration aliasLifetime) {
        this.training = training;
        this.caller = caller;
        this.answered = answered;
        this.families =
                kinds.stream().map(ModelKind::family).collect(Collectors.toUnmodifiableSet());
        this.known = new AliasCache<>(this::lookUp, aliasLifetime, STALE_FOR);
    }

    /** Numbers of the newest versions of one of the caller's models, newest first. */
    public List<Integer> versions(String name) {
        return training.versions(name);
    }

    /**
     * The version of one of the caller's models.
     *
     * @param kind one of the app's
     * @param versionOrAlias a number, an alias, or {@value #LATEST}
     * @throws ProblemException NOT_FOUND when the caller has none of this kind and name
     */
    public ModelVersion find(ModelKind kind, String name, String versionOrAlias) {
        ModelVersion found =
                known.resolve(caller.tenant(), name, versionOrAlias)
                        .filter(version -> version.family().equals(kind.family()))
                        .orElseThrow(
                                () ->
                                        ProblemException.notFound(
                                                kind.what(), name + " " + versionOrAlias));
        answered.add(found);
        return found;
    }

    /** With the caller's own token, so that training judges what the tenant may see. */
    private Optional<ModelVersion> lookUp(TenantId tenant, String name, String versionOrAlias) {
        return training.modelVersion(name, versionOrAlias)
                .filter(version -> families.contains(version.family()));
    }
}
