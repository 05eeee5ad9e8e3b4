package io.cuvette.batchcorrection.metric;

import io.cuvette.batchcorrection.embedding.Embedding;
import io.cuvette.batchcorrection.neighbors.NearestNeighbors;
import io.cuvette.batchcorrection.preprocess.Grouping;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The score table: methods x metrics on one draw of cells.
 *
 * @param cells number of cells there were
 * @param scoredCells number of them that were drawn and scored by batch metrics
 * @param labelledCells number of the scored cells that have a label; label metrics use these
 * @param seed of the draw, of k-means and of shuffles
 * @param baseline method that stands for uncorrected data
 */
public record Evaluation(
        int cells, int scoredCells, int labelledCells, long seed, String baseline, List<Row> rows) {

    /** Cells scored at most; several metrics cost its square. */
    public static final int DEFAULT_SAMPLE = 10_000;

    public Evaluation {
        rows = List.copyOf(rows);
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
        if (!methods.containsKey(baseline)) {
            throw new IllegalArgumentException("the baseline " + baseline + " is not scored");
        }
        int cells = batches.size();
        int[] drawn = draw(cells, sample, seed);
        Grouping drawnBatches = batches.select(drawn);
        Grouping drawnLabels = labels.select(drawn);
        double before =
                Centroids.explainedVariance(
                        methods.get(baseline).select(drawn), drawnBatches.codes());
        List<Row> rows = new ArrayList<>();
        methods.forEach(
                (method, embedding) -> {
                    if (embedding.cells() != cells || !embedding.isFinite()) {
                        throw new IllegalArgumentException(
                                "embedding %s has %d rows for %d cells or values that are not finite"
                                        .formatted(method, embedding.cells(), cells));
                    }
                    EmbeddingScores scores =
                            new EmbeddingScores(
                                    embedding.select(drawn), drawnBatches, drawnLabels, seed);
                    rows.add(new Row(method, scores.compute(before)));
                });
        return new Evaluation(
                cells, drawn.length, drawn.length - drawnLabels.missing(), seed, baseline, rows);
    }

    /** A draw without replacement in rising order; all cells when there are no more. */
    static int[] draw(int cells, int sample, long seed) {
        int[] all = IntStream.range(0, cells).toArray();
        if (cells <= sample) {
            return all;
        }
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < sample; i++) {
            int j = i + random.nextInt(cells - i);
            int swap = all[i];
            all[i] = all[j];
            all[j] = swap;
        }
        int[] drawn = Arrays.copyOf(all, sample);
        Arrays.sort(drawn);
        return drawn;
    }

    /** A neighbour search that serves every neighbour metric. */
    static NearestNeighbors neighbors(Embedding embedding) {
        return NearestNeighbors.search(embedding, Lisi.NEIGHBORS - 1);
    }
}
