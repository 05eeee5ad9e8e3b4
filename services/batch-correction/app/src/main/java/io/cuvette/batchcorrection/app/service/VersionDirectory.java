package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.app.client.ModelVersion;
import io.cuvette.batchcorrection.app.client.TrainingGateway;
import io.cuvette.batchcorrection.app.config.ModelLibraryConfig;
import io.cuvette.batchcorrection.program.BatchCorrectionProgram;
import io.cuvette.batchcorrection.program.EmbeddingEvaluationProgram;
import io.cuvette.service.error.ProblemException;
import io.cuvette.service.identity.Caller;
import io.cuvette.service.identity.TenantId;
import io.cuvette.service.modelcache.AliasCache;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the training service says a name and a version or alias mean, remembered for a few seconds:
 * a new version becomes visible within that time, and a deleted one goes. While the training
 * service is away, what it said last holds on for a minute more.
 */
@ApplicationScoped
public class VersionDirectory {

    public static final String LATEST = "latest";

    private static final Set<String> FAMILIES =
            Set.of(BatchCorrectionProgram.FAMILY, EmbeddingEvaluationProgram.FAMILY);

    /** How long models go on serving while the training service is away. */
    private static final Duration STALE_FOR = Duration.ofMinutes(1);

    private final TrainingGateway training;
    private final Caller caller;
    private final AnsweredVersions answered;
    private final AliasCache<ModelVersion> known;

    VersionDirectory(
            TrainingGateway training,
            Caller caller,
            AnsweredVersions answered,
            ModelLibraryConfig config) {
        this.training = training;
        this.caller = caller;
        this.answered = answered;
        this.known = new AliasCache<>(this::lookUp, config.aliasLifetime(), STALE_FOR);
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
        return find("model", BatchCorrectionProgram.FAMILY, name, versionOrAlias);
    }

    /**
     * The version of one of the caller's evaluations of uploaded embeddings; parameters as above.
     *
     * @throws ProblemException NOT_FOUND when the caller has no evaluation of this name
     */
    public ModelVersion findEvaluation(String name, String versionOrAlias) {
        return find("evaluation", EmbeddingEvaluationProgram.FAMILY, name, versionOrAlias);
    }

    private ModelVersion find(String what, String family, String name, String versionOrAlias) {
        ModelVersion found =
                known.resolve(caller.tenant(), name, versionOrAlias)
                        .filter(version -> version.family().equals(family))
                        .orElseThrow(
                                () -> ProblemException.notFound(what, name + " " + versionOrAlias));
        answered.add(found);
        return found;
    }

    /** With the caller's own token, so that training judges what the tenant may see. */
    private Optional<ModelVersion> lookUp(TenantId tenant, String name, String versionOrAlias) {
        return training.modelVersion(name, versionOrAlias)
                .filter(version -> FAMILIES.contains(version.family()));
    }
}
