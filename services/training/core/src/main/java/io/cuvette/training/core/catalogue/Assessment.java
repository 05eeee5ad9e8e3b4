package io.cuvette.training.core.catalogue;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a method of uncertainty or a diagnostic said of a finished training.
 *
 * @param method name in the catalogue
 * @param of what was judged: a predicted quantity, {@code representation}, or {@code gradients}
 * @param figures by name; none where it could not be judged
 * @param missing why it could not be judged
 */
public record Assessment(
        String method, String of, Map<String, Double> figures, Optional<String> missing) {

    public Assessment {
        figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
    }
}
