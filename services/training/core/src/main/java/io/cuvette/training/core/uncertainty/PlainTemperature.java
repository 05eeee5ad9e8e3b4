package io.cuvette.training.core.uncertainty;

import java.util.Arrays;

/**
 * Temperature scaling (Guo, Pleiss, Sun and Weinberger, "On calibration of modern neural networks",
 * ICML 2017, section 4.2): one temperature for all samples, by the least log loss.
 */
record PlainTemperature(double temperature) implements Calibrator {
    /** Temperatures are kept within 1 / LIMIT and LIMIT. */
    static final double LIMIT = 100;

    private static final int HALVINGS = 60;

    /** The log loss is convex in the inverse temperature: its slope is bisected. */
    static PlainTemperature fit(ClassPredictions calibration) {
        double low = -Math.log(LIMIT);
        double high = Math.log(LIMIT);
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (slope(calibration, Math.exp(middle)) < 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return new PlainTemperature(Math.exp(-(low + high) / 2));
    }

    /** d(log loss) / d(inverse temperature) = sum of E_p[z] - z_label. */
    private static double slope(ClassPredictions calibration, double inverse) {
        double slope = 0;
        for (int i = 0; i < calibration.size(); i++) {
            double[] logits = calibration.logitsNC()[i];
            double[] probabilities = Softmax.of(logits, 1 / inverse);
            for (int c = 0; c < logits.length; c++) {
                slope += probabilities[c] * logits[c];
            }
            slope -= logits[calibration.labels()[i]];
        }
        return slope;
    }

    @Override
    public double[] temperatures(ClassPredictions predictions) {
        double[] temperatures = new double[predictions.size()];
        Arrays.fill(temperatures, temperature);
        return temperatures;
    }
}
