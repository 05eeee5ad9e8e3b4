package io.cuvette.training.core.mixing;

/**
 * What a round of training did.
 *
 * @param proportions of the sources, as they were asked for
 * @param lossesBefore held-out loss of each source at its start, finite; empty unless the mixture
 *     wants losses
 * @param lossesAfter held-out loss of each source at its end, likewise
 * @param alignments cosine between the gradient of each source and that of the target, -1 to 1; not
 *     read where the proportion is 0; empty unless the mixture wants them
 */
public record RoundResult(
        double[] proportions, double[] lossesBefore, double[] lossesAfter, double[] alignments) {

    public RoundResult {
        Proportions.requireDistribution(proportions);
        requireFinite("before", lossesBefore, proportions.length);
        requireFinite("after", lossesAfter, proportions.length);
        if (lossesBefore.length != lossesAfter.length) {
            throw new IllegalArgumentException(
                    "%d losses before the round, but %d after"
                            .formatted(lossesBefore.length, lossesAfter.length));
        }
        if (alignments.length != 0 && alignments.length != proportions.length) {
            throw new IllegalArgumentException(
                    "%d gradient alignments for %d sources"
                            .formatted(alignments.length, proportions.length));
        }
        for (int a = 0; a < alignments.length; a++) {
            // a cosine may leave the interval by rounding
            if (proportions[a] > 0 && !(Math.abs(alignments[a]) <= 1 + 1e-6)) {
                throw new IllegalArgumentException(
                        "the gradient alignment of source %d is %s; a cosine is from -1 to 1"
                                .formatted(a, alignments[a]));
            }
        }
    }

    /** Of a mixture that wants no alignments. */
    public RoundResult(double[] proportions, double[] lossesBefore, double[] lossesAfter) {
        this(proportions, lossesBefore, lossesAfter, new double[0]);
    }

    /** Of a mixture that wants nothing else. */
    public static RoundResult ofAlignments(double[] proportions, double[] alignments) {
        return new RoundResult(proportions, new double[0], new double[0], alignments);
    }

    /** For a mixture that cannot do without. */
    void requireLosses(String mixture) {
        if (lossesBefore.length == 0) {
            throw new IllegalArgumentException(
                    mixture + " follows the losses of the sources; give them with the round");
        }
    }

    private static void requireFinite(String when, double[] losses, int sources) {
        if (losses.length != 0 && losses.length != sources) {
            throw new IllegalArgumentException(
                    "%d losses %s the round for %d sources"
                            .formatted(losses.length, when, sources));
        }
        for (int a = 0; a < losses.length; a++) {
            if (!Double.isFinite(losses[a])) {
                throw new IllegalArgumentException(
                        "the loss of source %d %s the round is %s; lower the learning rate"
                                .formatted(a, when, losses[a]));
            }
        }
    }
}
