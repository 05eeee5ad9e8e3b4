package io.cuvette.batchcorrection.metric;

import io.cuvette.batchcorrection.embedding.EmbeddedCells;
import io.cuvette.batchcorrection.preprocess.Grouping;
import io.cuvette.batchcorrection.statistics.Draw;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Scores method after method on the same draw of cells; holds one method's neighbours at a time.
 */
public final class Scoring {

    private final int cells;
    private final int[] drawn;
    private final Grouping batches;
    private final Grouping labels;
    private final String baseline;
    private final double varianceBefore;
    private final ScoreSettings settings;
    private final Map<Reference, Double> references;
    private final List<Evaluation.Row> rows = new ArrayList<>();

    /**
     * @param batches every cell needs one, at least two occur
     * @param labels may be missing for some cells or, with no categories, for all
     * @param baseline name of the uncorrected method
     * @param uncorrected its embedding, usually PCA with 50 components
     * @param sample largest number of cells to score, drawn without replacement
     */
    public Scoring(
            Grouping batches,
            Grouping labels,
            String baseline,
            EmbeddedCells uncorrected,
            int sample,
            long seed) {
        this(
                batches,
                labels,
                baseline,
                uncorrected,
                ScoreSettings.DEFAULT.withSample(sample).withSeed(seed));
    }

    /**
     * @param batches every cell needs one, at least two occur
     * @param labels may be missing for some cells or, with no categories, for all
     * @param baseline name of the uncorrected method
     * @param uncorrected its embedding, usually PCA with 50 components
     */
    public Scoring(
            Grouping batches,
            Grouping labels,
            String baseline,
            EmbeddedCells uncorrected,
            ScoreSettings settings) {
        if (batches.size() != labels.size() || batches.missing() > 0) {
            throw new IllegalArgumentException(
                    "%d batches (%d missing) and %d labels: every cell needs a batch, and a label"
                                    .formatted(batches.size(), batches.missing(), labels.size())
                            + " or the mark that it has none");
        }
        this.cells = batches.size();
        requireCells(baseline, uncorrected);
        this.drawn = Draw.withoutReplacement(cells, settings.sample(), settings.seed());
        this.batches = batches.select(drawn);
        this.labels = labels.select(drawn);
        this.baseline = baseline;
        this.varianceBefore =
                // a draw may hold one batch only; then nothing is compared with this
                Groups.occupied(this.batches.codes()) < 2
                        ? Double.NaN
                        : Centroids.explainedVariance(
                                uncorrected.select(drawn), this.batches.codes());
        this.settings = settings;
        this.references = Reference.of(batches, labels, settings.seed());
    }

    /** Positions of the scored cells, rising. */
    public int[] drawn() {
        return drawn.clone();
    }

    /** Adds the method's row and hands out what was searched for it. */
    public DrawnCells score(String method, EmbeddedCells embedding) {
        requireCells(method, embedding);
        DrawnCells chosen = DrawnCells.of(embedding, drawn);
        rows.add(
                new Evaluation.Row(
                        method,
                        new EmbeddingScores(chosen, batches, labels, settings)
                                .compute(varianceBefore)));
        return chosen;
    }

    /** The rows so far as a table. */
    public Evaluation table() {
        return new Evaluation(
                cells,
                drawn.length,
                drawn.length - labels.missing(),
                settings.seed(),
                baseline,
                rows,
                references);
    }

    private void requireCells(String method, EmbeddedCells embedding) {
        if (embedding.cells() != cells || !embedding.isFinite()) {
            throw new IllegalArgumentException(
                    "embedding %s has %d rows for %d cells or values that are not finite"
                            .formatted(method, embedding.cells(), cells));
        }
    }
}
