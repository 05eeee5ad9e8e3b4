package io.cuvette.reactormodel.app.inference;

import io.cuvette.reactormodel.app.declaration.TypeName;
import io.cuvette.reactormodel.app.persistence.AdaptationEntity;
import io.cuvette.reactormodel.app.service.AdaptationState;
import io.cuvette.reactormodel.app.service.Adaptations;
import io.cuvette.reactormodel.app.service.Limits;
import io.cuvette.reactormodel.app.service.Predictions;
import io.cuvette.reactormodel.app.service.Turns;
import io.cuvette.reactormodel.correction.ReactorModel;
import io.cuvette.service.error.ProblemException;
import io.cuvette.service.identity.TenantId;
import io.cuvette.service.inference.InferenceException;
import io.cuvette.service.inference.InferenceLease;
import io.cuvette.service.inference.InferenceModels;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;

/** The adapted reactors of a tenant: {@code reactor-} and the adaptation's id, of one version. */
@Singleton
public class ReactorInferenceModels implements InferenceModels {
    private static final String PREFIX = "reactor-";
    private static final String VERSION = "1";
    private static final String LATEST = "latest";

    private final Adaptations adaptations;
    private final Predictions predictions;
    private final Limits limits;
    private final Turns turns;

    /** The same object of a model as long as it is in use: only so requests share a batch. */
    private final Map<ReactorModel, WeakReference<ReactorInferenceModel>> models =
            new WeakHashMap<>();

    @Inject
    public ReactorInferenceModels(
            Adaptations adaptations, Predictions predictions, Limits limits, Turns turns) {
        this.adaptations = adaptations;
        this.predictions = predictions;
        this.limits = limits;
        this.turns = turns;
    }

    @Override
    public Optional<String> resolve(
            TenantId tenant, String model, Optional<String> versionOrAlias) {
        String asked = versionOrAlias.orElse(LATEST);
        return asked.equals(VERSION) || asked.equals(LATEST)
                ? find(tenant, model).map(row -> VERSION)
                : Optional.empty();
    }

    @Override
    public List<String> versions(TenantId tenant, String model) {
        return find(tenant, model).map(row -> List.of(VERSION)).orElse(List.of());
    }

    @Override
    public boolean isReady(TenantId tenant, String model, String version) {
        return find(tenant, model).filter(row -> row.state == AdaptationState.READY).isPresent();
    }

    @Override
    public InferenceLease acquire(TenantId tenant, String model, String version) {
        AdaptationEntity row =
                find(tenant, model)
                        .orElseThrow(() -> InferenceException.notFound("there is no such model"));
        if (row.state != AdaptationState.READY) {
            throw InferenceException.unavailable(
                    "the adaptation is %s".formatted(TypeName.of(row.state)));
        }
        ReactorInferenceModel found = of(tenant, predictions.model(tenant, row));
        // the collector keeps what is held
        return InferenceLease.of(found, () -> {});
    }

    private ReactorInferenceModel of(TenantId tenant, ReactorModel model) {
        synchronized (models) {
            WeakReference<ReactorInferenceModel> known = models.get(model);
            ReactorInferenceModel found = known == null ? null : known.get();
            if (found == null) {
                found = new ReactorInferenceModel(model, limits, turns, tenant);
                models.put(model, new WeakReference<>(found));
            }
            return found;
        }
    }

    private Optional<AdaptationEntity> find(TenantId tenant, String model) {
        if (!model.startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            return Optional.of(adaptations.show(tenant, model.substring(PREFIX.length())));
        } catch (ProblemException e) {
            if (e.code().status() == 404) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
