package io.cuvette.batchcorrection.metric;

/**
 * How often a sample of the cells is drawn and scored.
 *
 * @param count number of draws, 2 to 50
 * @param cells of each draw, without replacement, at least 3; lowered to {@link #SHARE} of the
 *     cells there are, so that draws differ where all cells would fit
 * @param seed of the first draw; each takes another one
 */
public record Draws(int count, int cells, long seed) {

    /** Largest share of all cells that a draw takes. */
    public static final double SHARE = 0.8;

    /** Five draws, as many as folds in the paper. */
    public static final Draws DEFAULT = new Draws(5, Evaluation.DEFAULT_SAMPLE, 0);

    public Draws {
        if (count < 2 || count > 50 || cells < 3) {
            throw new IllegalArgumentException(
                    "%d draws of %d cells; allowed are 2 to 50 draws of 3 cells or more"
                            .formatted(count, cells));
        }
    }

    /** Cells of a draw from so many. */
    int sample(int population) {
        return Math.min(cells, (int) (SHARE * population));
    }
}
