package io.cuvette.batchcorrection.metric;

import java.util.EnumMap;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/** Scores of one embedding; what nobody wants is not computed. */
final class WantedScores {
    private final Set<Metric> wanted;
    private final EnumMap<Metric, Double> scores = new EnumMap<>(Metric.class);

    WantedScores(Set<Metric> wanted) {
        this.wanted = wanted;
    }

    boolean wantsAny(Metric... metrics) {
        for (Metric metric : metrics) {
            if (wanted.contains(metric)) {
                return true;
            }
        }
        return false;
    }

    /** Undefined scores (a division by zero) are left out rather than shown as numbers. */
    void add(Metric metric, DoubleSupplier score) {
        if (wanted.contains(metric)) {
            double value = score.getAsDouble();
            if (Double.isFinite(value)) {
                scores.put(metric, value);
            }
        }
    }

    /** Adds a score that does not apply to all cells. */
    void addIfAny(Metric metric, Supplier<OptionalDouble> score) {
        if (wanted.contains(metric)) {
            add(metric, () -> score.get().orElse(Double.NaN));
        }
    }

    /** The scores with the aggregates of them. */
    EnumMap<Metric, Double> withAggregates() {
        EnumMap<Metric, Double> all = new EnumMap<>(scores);
        Aggregates.addTo(all);
        all.keySet().retainAll(wanted);
        return all;
    }
}
