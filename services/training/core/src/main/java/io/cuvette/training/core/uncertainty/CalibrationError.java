package io.cuvette.training.core.uncertainty;

/** How far confidences are from accuracies. */
public final class CalibrationError {

    private CalibrationError() {}

    /**
     * Expected calibration error (Naeini, Cooper and Hauskrecht, AAAI 2015): the mean over samples
     * of {@code |accuracy - mean confidence|} of the sample's bin, with bins of equal width.
     *
     * @param confidences in 0 to 1
     * @param correct whether the prediction is right
     * @param bins at least 1
     */
    public static double expected(double[] confidences, boolean[] correct, int bins) {
        if (confidences.length == 0 || confidences.length != correct.length || bins < 1) {
            throw new IllegalArgumentException(
                    "%d confidences of %d samples in %d bins; each needs at least 1"
                            .formatted(confidences.length, correct.length, bins));
        }
        double[] gaps = new double[bins];
        for (int i = 0; i < confidences.length; i++) {
            if (!(confidences[i] >= 0 && confidences[i] <= 1)) {
                throw new IllegalArgumentException(
                        "confidence %s; it must be 0 to 1".formatted(confidences[i]));
            }
            int bin = Math.min(bins - 1, (int) (confidences[i] * bins));
            gaps[bin] += (correct[i] ? 1 : 0) - confidences[i];
        }
        double sum = 0;
        for (double gap : gaps) {
            sum += Math.abs(gap);
        }
        return sum / confidences.length;
    }
}
