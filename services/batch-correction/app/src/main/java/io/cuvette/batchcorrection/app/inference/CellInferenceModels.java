package io.cuvette.batchcorrection.app.inference;

import io.cuvette.batchcorrection.app.client.ModelVersion;
import io.cuvette.batchcorrection.app.service.ModelLibrary;
import io.cuvette.batchcorrection.app.service.VersionDirectory;
import io.cuvette.service.error.ProblemException;
import io.cuvette.service.identity.TenantId;
import io.cuvette.service.inference.InferenceException;
import io.cuvette.service.inference.InferenceException.Reason;
import io.cuvette.service.inference.InferenceLease;
import io.cuvette.service.inference.InferenceModels;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** The batch-correction models of a tenant, as the Open Inference Protocol sees them. */
@ApplicationScoped
public class CellInferenceModels implements InferenceModels {

    private final VersionDirectory directory;
    private final ModelLibrary library;

    CellInferenceModels(VersionDirectory directory, ModelLibrary library) {
        this.directory = directory;
        this.library = library;
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
            ModelLibrary.Loaded loaded = library.open(model, version);
            return InferenceLease.of(loaded.model().inference(), loaded::close);
        } catch (ProblemException e) {
            throw translated(e);
        }
    }

    private Optional<ModelVersion> find(String model, String version) {
        try {
            return Optional.of(directory.find(model, version));
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
