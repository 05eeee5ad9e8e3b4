package io.cuvette.training.app.service;

import java.util.Map;
import java.util.Optional;

/**
 * How far a job is.
 *
 * @param percentage 0 to 100
 * @param phase short name such as {@code train fe}; empty before the worker has reported
 * @param etaSeconds estimated seconds to the end, absent when unknown
 * @param metrics newest values by name
 */
public record Progress(
        double percentage, String phase, Optional<Long> etaSeconds, Map<String, Double> metrics) {

    public static final Progress NONE = new Progress(0, "", Optional.empty(), Map.of());

    public Progress {
        metrics = Map.copyOf(metrics);
    }
}
