package io.cuvette.service.modellibrary.rest;

import io.cuvette.service.modellibrary.ModelKind;
import java.util.Optional;

/**
 * Addresses whose answers have entity tags.
 *
 * @param prefix of the addresses
 * @param kind of model that path parameter {@code name} and query parameter {@code version} mean;
 *     empty where the answer tells its versions only when it is computed
 */
public record TaggedPath(String prefix, Optional<ModelKind> kind) {

    public static TaggedPath of(String prefix, ModelKind kind) {
        return new TaggedPath(prefix, Optional.of(kind));
    }

    public static TaggedPath computed(String prefix) {
        return new TaggedPath(prefix, Optional.empty());
    }
}
