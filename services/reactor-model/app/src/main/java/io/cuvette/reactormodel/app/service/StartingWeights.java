package io.cuvette.reactormodel.app.service;

import io.cuvette.reactormodel.app.declaration.TypeName;
import io.cuvette.reactormodel.program.NetworkKind;
import io.cuvette.reactormodel.program.PretrainedModel;
import io.cuvette.service.error.ErrorCode;
import io.cuvette.service.error.FieldError;
import io.cuvette.service.error.ProblemException;
import io.cuvette.service.identity.TenantId;
import io.cuvette.service.modellibrary.VersionFiles;
import io.cuvette.service.modellibrary.VersionKey;
import io.cuvette.service.store.ObjectNotFoundException;
import io.cuvette.service.store.ObjectStore;
import io.cuvette.service.training.ModelVersion;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * Weights that adaptations begin from. Those of a base are read from the store by what its row says
 * of it: when the queue gets to it there is no caller on whose behalf training could be asked.
 */
@ApplicationScoped
public class StartingWeights {
    private static final String WORD = "base";

    private final ObjectStore store;
    private final PublishedStartReader reader = new PublishedStartReader();

    @Inject
    public StartingWeights(ObjectStore store) {
        this.store = store;
    }

    /**
     * @throws ProblemException UNPROCESSABLE when the base is for another method, or was deleted
     */
    PretrainedModel of(TenantId tenant, AdaptationPlan plan) {
        PretrainedModel start =
                plan.base()
                        .map(version -> read(tenant, version))
                        .orElseGet(() -> plan.method().shipped());
        NetworkKind wanted = plan.method().kind();
        if (start.network() != wanted) {
            String message =
                    "holds %s networks; the method %s begins from %s networks"
                            .formatted(
                                    TypeName.of(start.network()),
                                    plan.method().name(),
                                    TypeName.of(wanted));
            throw new ProblemException(
                    ErrorCode.UNPROCESSABLE,
                    "The base " + message + ".",
                    List.of(new FieldError("base.model", "WRONG_KIND", message)));
        }
        return start;
    }

    private PretrainedModel read(TenantId tenant, ModelVersion version) {
        try (VersionFiles files =
                VersionFiles.in(
                        Optional.empty(),
                        WORD,
                        store,
                        new VersionKey(tenant, version),
                        reader::reads)) {
            return reader.read(files).weights();
        } catch (ObjectNotFoundException e) {
            throw new ProblemException(
                    ErrorCode.UNPROCESSABLE,
                    "Version %d of model %s, the base, was deleted."
                            .formatted(version.version(), version.name()),
                    List.of(),
                    null,
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException("the base of an adaptation cannot be read", e);
        }
    }
}
