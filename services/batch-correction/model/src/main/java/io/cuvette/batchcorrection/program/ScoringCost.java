package io.cuvette.batchcorrection.program;

import io.cuvette.batchcorrection.classify.ClassifierSettings;
import io.cuvette.batchcorrection.metric.DrawnCells;
import io.cuvette.data.DatasetDescription;
import java.util.List;

/**
 * What scoring, laying out and classifying the rows of a table takes; rough figures for two cores.
 *
 * @param scored cells of a draw
 * @param classified cells that forests see
 * @param draws further ones, for intervals
 * @param classes of each target
 * @param allMetrics whether the costly columns are computed, too
 */
record ScoringCost(
        long scored, long classified, int draws, List<Integer> classes, boolean allMetrics) {

    /** One row of the table at 10,000 cells x 50: 35 s beside other work, 15 processor seconds. */
    private static final double SECONDS_A_SCORED_CELL = 0.004;

    /** kBET on diffusion distances, sBEE. */
    private static final double COSTLY_METRICS = 2;

    /** Rough; the neighbours are known from scoring. */
    private static final double SECONDS_A_PLACED_CELL = 0.002;

    /** A forest of 100 trees on 8,000 cells x 100 dimensions takes 2 s. */
    private static final double SECONDS_A_FOREST_CELL = 2.0 / 8_000;

    /** Two forms of validation: by cell, and by groups of batches. */
    private static final int FORESTS =
            ClassifierSettings.DEFAULT.folds() + ClassifierSettings.DEFAULT.batchGroups();

    /** Index and distance of each neighbour, once more as a graph that is clustered. */
    private static final long NEIGHBOR_BYTES = 24L * DrawnCells.NEIGHBORS;

    /** Of a cell in a layout: its edges, their epochs, two coordinates. */
    private static final long LAYOUT_BYTES = 1_000;

    /**
     * @param heldOut cells that classifiers may see
     */
    static ScoringCost of(
            DatasetDescription dataset, BatchCorrectionSettings settings, long heldOut) {
        long classified =
                Math.min(
                        heldOut,
                        Math.min(settings.classifierCells(), ClassifierSettings.DEFAULT.cells()));
        return new ScoringCost(
                Math.min(dataset.cells(), settings.evaluationCells()),
                classified,
                settings.draws(),
                settings.targets().stream().map(target -> classes(dataset, target)).toList(),
                settings.allMetrics());
    }

    private static int classes(DatasetDescription dataset, String target) {
        return dataset.column(target)
                .map(column -> Math.min(column.distinct(), Classification.MOST_CLASSES))
                .orElse(2);
    }

    /** Of one row. */
    double seconds(long dimensions) {
        double metrics = scored * SECONDS_A_SCORED_CELL * (allMetrics ? COSTLY_METRICS : 1);
        // a forest tries the square root of the dimensions at each node
        double forests =
                classes.size()
                        * (double) FORESTS
                        * classified
                        * SECONDS_A_FOREST_CELL
                        * Math.sqrt(dimensions / 100.0);
        return metrics * (1 + draws) + forests;
    }

    /** Of the picture of one row. */
    double layoutSeconds() {
        return scored * SECONDS_A_PLACED_CELL;
    }

    /**
     * Peak while one row is at work: rows come one after the other.
     *
     * @param widest dimensions of the widest of them
     */
    long bytes(long widest) {
        long scoring = scored * (2L * Double.BYTES * widest + NEIGHBOR_BYTES + LAYOUT_BYTES);
        // latents, standardised, binned
        long classifying = classes.isEmpty() ? 0 : classified * (3L * Double.BYTES + 1) * widest;
        return scoring + classifying;
    }

    /**
     * What remains until the end: codes of every draw, and the confusion matrices of all rows.
     *
     * @param rows of the table
     */
    long bytesKept(int rows) {
        long confusion =
                classes.stream().mapToLong(n -> 2L * Long.BYTES * n * n).sum() * (long) rows;
        return draws * scored * 4L * Integer.BYTES + (classified > 0 ? confusion : 0);
    }
}
