package io.cuvette.batchcorrection.metric;

import io.cuvette.batchcorrection.embedding.Embedding;
import io.cuvette.batchcorrection.preprocess.Grouping;
import io.cuvette.batchcorrection.statistics.Interval;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The score table with 95 % intervals over several draws of the cells; clusterings, forests and
 * shuffles take another seed in each draw, too. The intervals speak of the choice of cells and of
 * seeds, not of what training again or other donors would give.
 *
 * @param cells number of cells there were
 * @param scoredCells number of them in each draw
 * @param draws number of draws
 * @param seed of the first
 * @param baseline method that stands for uncorrected data
 * @param references as in a single table
 */
public record RepeatedEvaluation(
        int cells,
        int scoredCells,
        int draws,
        long seed,
        String baseline,
        List<Row> rows,
        Map<Reference, Double> references) {

    public RepeatedEvaluation {
        rows = List.copyOf(rows);
        EnumMap<Reference, Double> copy = new EnumMap<>(Reference.class);
        copy.putAll(references);
        references = Collections.unmodifiableMap(copy);
    }

    /**
     * @param scores by metric; one that applied to fewer than two draws is absent, and an
     *     interval's n is the number of draws it applied to
     */
    public record Row(String method, Map<Metric, Interval> scores) {
        public Row {
            EnumMap<Metric, Interval> copy = new EnumMap<>(Metric.class);
            copy.putAll(scores);
            scores = Collections.unmodifiableMap(copy);
        }
    }

    /**
     * Scores every method on the same draws.
     *
     * @param methods embeddings by method name, in table order; must contain the baseline
     * @param batches every cell needs one, at least two occur
     * @param labels may be missing for some cells or, with no categories, for all
     * @param settings give the columns; sample and seed come from {@code draws}
     */
    public static RepeatedEvaluation of(
            Map<String, Embedding> methods,
            Grouping batches,
            Grouping labels,
            String baseline,
            Draws draws,
            ScoreSettings settings) {
        List<Evaluation> tables = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(draws.seed());
        ScoreSettings ofDraw = settings.withSample(draws.sample(batches.size()));
        for (int draw = 0; draw < draws.count(); draw++) {
            tables.add(
                    Evaluation.of(
                            methods,
                            batches,
                            labels,
                            baseline,
                            ofDraw.withSeed(random.nextLong())));
        }
        return of(tables, draws.seed());
    }

    /**
     * Puts tables of the same methods, of draws of the same size, together.
     *
     * @param tables two or more
     * @param seed that gave theirs
     */
    public static RepeatedEvaluation of(List<Evaluation> tables, long seed) {
        if (tables.size() < 2) {
            throw new IllegalArgumentException("intervals need two draws or more");
        }
        Evaluation first = tables.get(0);
        List<Row> rows = new ArrayList<>();
        for (int row = 0; row < first.rows().size(); row++) {
            rows.add(row(tables, row));
        }
        for (Evaluation table : tables) {
            if (table.cells() != first.cells() || table.scoredCells() != first.scoredCells()) {
                throw new IllegalArgumentException(
                        "draws of %d of %d and of %d of %d cells are no repetitions"
                                .formatted(
                                        first.scoredCells(),
                                        first.cells(),
                                        table.scoredCells(),
                                        table.cells()));
            }
        }
        return new RepeatedEvaluation(
                first.cells(),
                first.scoredCells(),
                tables.size(),
                seed,
                first.baseline(),
                rows,
                first.references());
    }

    private static Row row(List<Evaluation> tables, int row) {
        String method = tables.get(0).rows().get(row).method();
        EnumMap<Metric, Interval> intervals = new EnumMap<>(Metric.class);
        for (Metric metric : Metric.values()) {
            List<Double> scores = new ArrayList<>();
            for (Evaluation table : tables) {
                if (row >= table.rows().size() || !table.rows().get(row).method().equals(method)) {
                    throw new IllegalArgumentException(
                            "the tables hold other methods: %s is not in all".formatted(method));
                }
                table.rows().get(row).score(metric).ifPresent(scores::add);
            }
            if (scores.size() > 1) {
                intervals.put(
                        metric,
                        Interval.ofMean(scores.stream().mapToDouble(score -> score).toArray()));
            }
        }
        return new Row(method, intervals);
    }
}
