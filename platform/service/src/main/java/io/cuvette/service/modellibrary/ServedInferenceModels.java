package io.cuvette.service.modellibrary;

import io.cuvette.service.error.ProblemException;
import io.cuvette.service.identity.TenantId;
import io.cuvette.service.inference.InferenceException;
import io.cuvette.service.inference.InferenceException.Reason;
import io.cuvette.service.inference.InferenceLease;
import io.cuvette.service.inference.InferenceModel;
import io.cuvette.service.inference.InferenceModels;
import io.cuvette.service.training.ModelVersion;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The models of a library, as the Open Inference Protocol sees them; an app's bean extends it.
 *
 * @param <M> a version in memory
 */
public abstract class ServedInferenceModels<M extends AutoCloseable> implements InferenceModels {

    private final ModelKind kind;
    private final VersionDirectory directory;
    private final ModelLibrary<M> library;
    private final Function<M, InferenceModel> inference;

    /**
     * @param kind that the library opens
     * @param inference always the same object of a version: only requests to one share a batch
     */
    protected ServedInferenceModels(
            ModelKind kind,
            VersionDirectory directory,
            ModelLibrary<M> library,
            Function<M, InferenceModel> inference) {
        this.kind = kind;
        this.directory = directory;
        this.library = library;
        this.inference = inference;
    }

    @Override
    public Optional<String> resolve(
            TenantId tenant, String model, Optional<String> versionOrAlias) {
        return find(model, versionOrAlias.orElse(VersionDirectory.LATEST))
                .map(version -> Integer.toString(version.version()));
    }

    @Override
    public List<String> versions(TenantId tenant, String model) {
        // whether it is one of ours, and the caller's, is the directory's to say
        return find(model, VersionDirectory.LATEST).isPresent()
                ? directory.versions(model).stream().map(String::valueOf).toList()
                : List.of();
    }

    @Override
    public InferenceLease acquire(TenantId tenant, String model, String version) {
        try {
            LoadedModel<M> loaded = library.open(model, version);
            return InferenceLease.of(inference.apply(loaded.model()), loaded::close);
        } catch (ProblemException e) {
            throw translated(e);
        }
    }

    private Optional<ModelVersion> find(String model, String version) {
        try {
            return Optional.of(directory.find(kind, model, version));
        } catch (ProblemException e) {
            if (e.code().status() == 404) {
                return Optional.empty();
            }
            throw translated(e);
        }
    }

    private static InferenceException translated(ProblemException problem) {
        Reason reason =
                switch (problem.code().status()) {
                    case 404 -> Reason.NOT_FOUND;
                    case 503 -> Reason.UNAVAILABLE;
                    default -> Reason.INTERNAL;
                };
        return new InferenceException(reason, problem.getMessage(), problem);
    }
}
