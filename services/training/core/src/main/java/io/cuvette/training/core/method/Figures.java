package io.cuvette.training.core.method;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Finite numbers that a method measured, by name in camel case, in the order in which they were
 * added.
 */
public record Figures(Map<String, Double> values) {
    public static final Figures NONE = new Figures(Map.of());

    public Figures {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** These figures and one more. */
    public Figures with(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(
                    "figure %s is %s; figures are finite".formatted(name, value));
        }
        Map<String, Double> more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new Figures(more);
    }

    /**
     * The figure of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public double get(String name) {
        Double value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException(
                    "no figure %s among %s".formatted(name, values.keySet()));
        }
        return value;
    }
}
