package io.cuvette.batchcorrection.metric;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * The aggregates of scIB: Batch, Bio and Total = 0.6 Bio + 0.4 Batch.
 *
 * <p>The parts are scib-metrics' defaults, with kBET on the embedding in place of kBET on diffusion
 * distances. No min-max across methods. A metric that could not be computed is left out of its
 * mean; Total needs both.
 */
final class Aggregates {
    private static final List<Metric> BATCH =
            List.of(
                    Metric.BRAS,
                    Metric.ILISI,
                    Metric.KBET,
                    Metric.GRAPH_CONNECTIVITY,
                    Metric.PCR_COMPARISON);
    private static final List<Metric> BIO =
            List.of(Metric.ISOLATED_LABELS, Metric.NMI, Metric.ARI, Metric.LABEL_ASW, Metric.CLISI);

    private Aggregates() {}

    /** The metrics that an aggregate is made of; empty for other metrics. */
    static Set<Metric> parts(Metric metric) {
        EnumSet<Metric> parts = EnumSet.noneOf(Metric.class);
        if (metric == Metric.BATCH_SCORE || metric == Metric.TOTAL_SCORE) {
            parts.addAll(BATCH);
        }
        if (metric == Metric.BIO_SCORE || metric == Metric.TOTAL_SCORE) {
            parts.addAll(BIO);
        }
        return parts;
    }

    static void addTo(EnumMap<Metric, Double> scores) {
        // without labels half of either mean is missing and the rest would mislead
        if (!scores.containsKey(Metric.LABEL_ASW)) {
            return;
        }
        OptionalDouble batch = mean(BATCH, scores);
        OptionalDouble bio = mean(BIO, scores);
        batch.ifPresent(score -> scores.put(Metric.BATCH_SCORE, score));
        bio.ifPresent(score -> scores.put(Metric.BIO_SCORE, score));
        if (batch.isPresent() && bio.isPresent()) {
            scores.put(Metric.TOTAL_SCORE, 0.6 * bio.getAsDouble() + 0.4 * batch.getAsDouble());
        }
    }

    private static OptionalDouble mean(List<Metric> metrics, Map<Metric, Double> scores) {
        return metrics.stream()
                .map(scores::get)
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .average();
    }
}
