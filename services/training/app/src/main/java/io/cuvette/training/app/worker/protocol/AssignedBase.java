package io.cuvette.training.app.worker.protocol;

import io.cuvette.training.app.service.Artifact;
import java.util.List;

/**
 * The model version that a worker starts from.
 *
 * @param sha256 of all artifacts, as {@link Artifact#sha256OfAll} has it
 * @param keyPrefix where the artifacts lie, with a slash at the end
 */
public record AssignedBase(
        String family,
        String modelName,
        int version,
        String sha256,
        String keyPrefix,
        List<Artifact> artifacts) {

    public AssignedBase {
        artifacts = List.copyOf(artifacts);
    }
}
