package io.cuvette.training.core.uncertainty;

/**
 * How predicted probabilities vary over models that are as good as the best, up to a slack.
 *
 * @param baseline probability of each sample by the best model
 * @param lowest least probability by any of the models: low end of the viable range
 * @param highest largest probability by any of the models
 * @param ambiguity share of samples that some model changes by delta or more
 * @param discrepancyAtLeast share of samples that one model changes by delta or more, of the worst
 *     model that was found
 * @param discrepancyAtMost the same, a bound over all models; equal where it is exact
 */
public record MultiplicityReport(
        double[] baseline,
        double[] lowest,
        double[] highest,
        double ambiguity,
        double discrepancyAtLeast,
        double discrepancyAtMost) {

    /** Mean width of the viable ranges. */
    public double meanRange() {
        double sum = 0;
        for (int i = 0; i < baseline.length; i++) {
            sum += highest[i] - lowest[i];
        }
        return sum / baseline.length;
    }

    /** Widest viable range. */
    public double widestRange() {
        double widest = 0;
        for (int i = 0; i < baseline.length; i++) {
            widest = Math.max(widest, highest[i] - lowest[i]);
        }
        return widest;
    }
}
