package io.cuvette.batchcorrection.metric;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What is scored, on how many cells.
 *
 * @param sample largest number of cells to score, drawn without replacement; several metrics cost
 *     its square. At least 3
 * @param seed of the draw, of clusterings, of the leakage forest and of shuffles
 * @param metrics columns wanted; an aggregate brings what it is made of
 */
public record ScoreSettings(int sample, long seed, Set<Metric> metrics) {

    /** All but the columns that cost more than the rest together. */
    public static final ScoreSettings DEFAULT =
            new ScoreSettings(
                    Evaluation.DEFAULT_SAMPLE,
                    0,
                    EnumSet.complementOf(EnumSet.of(Metric.KBET_DIFFUSION, Metric.SBEE)));

    public ScoreSettings {
        if (sample < 3 || metrics.isEmpty()) {
            throw new IllegalArgumentException(
                    "%d cells and %d metrics: at least 3 cells and a metric are needed"
                            .formatted(sample, metrics.size()));
        }
        EnumSet<Metric> closed = EnumSet.copyOf(metrics);
        metrics.forEach(metric -> closed.addAll(Aggregates.parts(metric)));
        if (closed.contains(Metric.TOTAL_SCORE)) {
            closed.add(Metric.BATCH_SCORE);
            closed.add(Metric.BIO_SCORE);
        }
        metrics = Collections.unmodifiableSet(closed);
    }

    public ScoreSettings withSample(int cells) {
        return new ScoreSettings(cells, seed, metrics);
    }

    public ScoreSettings withSeed(long other) {
        return new ScoreSettings(sample, other, metrics);
    }

    public ScoreSettings withMetrics(Set<Metric> wanted) {
        return new ScoreSettings(sample, seed, wanted);
    }

    /** Every column there is. */
    public ScoreSettings withAllMetrics() {
        return withMetrics(EnumSet.allOf(Metric.class));
    }
}
