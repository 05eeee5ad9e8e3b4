package io.cuvette.batchcorrection.metric;

import io.cuvette.batchcorrection.embedding.EmbeddedCells;
import io.cuvette.batchcorrection.preprocess.Grouping;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Scores method after method on the same several draws of cells: the table of {@link
 * RepeatedEvaluation#of(java.util.Map, Grouping, Grouping, String, Draws, ScoreSettings)} where the
 * embeddings do not fit into memory together.
 */
public final class RepeatedScoring {

    private final List<Scoring> draws = new ArrayList<>();
    private final long seed;

    /**
     * @param batches every cell needs one, at least two occur
     * @param labels may be missing for some cells or, with no categories, for all
     * @param baseline name of the uncorrected method
     * @param uncorrected its embedding
     * @param settings give the columns; sample and seed come from {@code draws}
     */
    public RepeatedScoring(
            Grouping batches,
            Grouping labels,
            String baseline,
            EmbeddedCells uncorrected,
            Draws draws,
            ScoreSettings settings) {
        SplittableRandom random = new SplittableRandom(draws.seed());
        ScoreSettings ofDraw = settings.withSample(draws.sample(batches.size()));
        for (int draw = 0; draw < draws.count(); draw++) {
            this.draws.add(
                    new Scoring(
                            batches,
                            labels,
                            baseline,
                            uncorrected,
                            ofDraw.withSeed(random.nextLong())));
        }
        this.seed = draws.seed();
    }

    /** One scoring a draw; each takes every method, in the same order. */
    public List<Scoring> draws() {
        return List.copyOf(draws);
    }

    /** Intervals over the draws, of the rows so far. */
    public RepeatedEvaluation table() {
        return RepeatedEvaluation.of(draws.stream().map(Scoring::table).toList(), seed);
    }
}
