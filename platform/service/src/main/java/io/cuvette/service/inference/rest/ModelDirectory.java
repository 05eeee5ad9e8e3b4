package io.cuvette.service.inference.rest;

import io.cuvette.service.identity.TenantId;
import io.cuvette.service.inference.InferenceException;
import io.cuvette.service.inference.InferenceModels;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the bean that serves a model. */
@ApplicationScoped
public class ModelDirectory {

    /** Wider than the platform's own rule, and nothing that could mean a path. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,127}");

    private final List<InferenceModels> providers;

    @Inject
    ModelDirectory(@All List<InferenceModels> providers) {
        this.providers = providers;
    }

    /** A version found, and who serves it. */
    record Found(InferenceModels provider, TenantId tenant, String model, String version) {}

    /**
     * @throws InferenceException NOT_FOUND if the tenant has no such model or version
     */
    Found find(TenantId tenant, String model, Optional<String> versionOrAlias) {
        if (NAME.matcher(model).matches()
                && versionOrAlias.map(version -> NAME.matcher(version).matches()).orElse(true)) {
            for (InferenceModels provider : providers) {
                Optional<String> version = provider.resolve(tenant, model, versionOrAlias);
                if (version.isPresent()) {
                    return new Found(provider, tenant, model, version.get());
                }
            }
        }
        throw InferenceException.notFound(
                versionOrAlias.isPresent()
                        ? "there is no such model, or no such version of it"
                        : "there is no such model");
    }

    boolean isReady() {
        return providers.stream().allMatch(InferenceModels::isReady);
    }
}
