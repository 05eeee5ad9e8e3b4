package io.cuvette.batchcorrection.metric;

import io.cuvette.batchcorrection.embedding.Embedding;
import io.cuvette.batchcorrection.preprocess.Grouping;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The score table: methods x metrics on one draw of cells.
 *
 * @param cells number of cells there were
 * @param scoredCells number of them that were drawn and scored by batch metrics
 * @param labelledCells number of the scored cells that have a label; label metrics use these
 * @param seed of the draw, of k-means and of shuffles
 * @param baseline method that stands for uncorrected data
 * @param references what scores are read beside, the same for every method; none that does not
 *     apply, and none in tables of older versions
 */
public record Evaluation(
        int cells,
        int scoredCells,
        int labelledCells,
        long seed,
        String baseline,
        List<Row> rows,
        Map<Reference, Double> references) {

    /** Cells scored at most; several metrics cost its square. */
    public static final int DEFAULT_SAMPLE = 10_000;

    public Evaluation {
        rows = List.copyOf(rows);
        EnumMap<Reference, Double> copy = new EnumMap<>(Reference.class);
        copy.putAll(references == null ? Map.of() : references);
        references = Collections.unmodifiableMap(copy);
    }

    /**
     * @param scores by metric; a metric that does not apply (no labels, one batch a label) is
     *     absent
     */
    public record Row(String method, Map<Metric, Double> scores) {
        public Row {
            EnumMap<Metric, Double> copy = new EnumMap<>(Metric.class);
            copy.putAll(scores);
            scores = Collections.unmodifiableMap(copy);
        }

        public OptionalDouble score(Metric metric) {
            Double score = scores.get(metric);
            return score == null ? OptionalDouble.empty() : OptionalDouble.of(score);
        }
    }

    /**
     * Scores every method on the same draw.
     *
     * @param methods embeddings by method name, in table order; must contain the baseline
     * @param batches every cell needs one, at least two occur
     * @param labels may be missing for some cells or, with no categories, for all
     * @param baseline uncorrected data, usually PCA with 50 components
     * @param sample largest number of cells to score, drawn without replacement
     */
    public static Evaluation of(
            Map<String, Embedding> methods,
            Grouping batches,
            Grouping labels,
            String baseline,
            int sample,
            long seed) {
        return of(
                methods,
                batches,
                labels,
                baseline,
                ScoreSettings.DEFAULT.withSample(sample).withSeed(seed));
    }

    /** Scores every method on the same draw, see the other form. */
    public static Evaluation of(
            Map<String, Embedding> methods,
            Grouping batches,
            Grouping labels,
            String baseline,
            ScoreSettings settings) {
        if (!methods.containsKey(baseline)) {
            throw new IllegalArgumentException("the baseline " + baseline + " is not scored");
        }
        Scoring scoring = new Scoring(batches, labels, baseline, methods.get(baseline), settings);
        methods.forEach(scoring::score);
        return scoring.table();
    }
}
