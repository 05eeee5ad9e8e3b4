package io.cuvette.training.core.uncertainty;

/**
 * Weighted mean of {@code (confidence - 1{right})^2} over samples, the correctness-aware objective
 * of Liu et al.: high confidence where the prediction is right, low where it is wrong, whatever the
 * true class.
 */
final class CorrectnessLoss {
    private final ClassPredictions calibration;
    private final boolean[] correct;
    private final double weightRight;
    private final double weightWrong;

    /**
     * @param balanced right and wrong predictions have half of the weight each
     */
    CorrectnessLoss(ClassPredictions calibration, boolean balanced) {
        this.calibration = calibration;
        this.correct = calibration.correct();
        int n = correct.length;
        int right = 0;
        for (boolean one : correct) {
            right += one ? 1 : 0;
        }
        boolean both = right > 0 && right < n;
        this.weightRight = balanced && both ? 0.5 / right : 1.0 / n;
        this.weightWrong = balanced && both ? 0.5 / (n - right) : 1.0 / n;
    }

    double value(TemperatureNetwork network, double[][] features) {
        double sum = 0;
        for (int i = 0; i < correct.length; i++) {
            double[] logits = calibration.logitsNC()[i];
            double confidence =
                    Softmax.of(logits, network.temperature(features[i]))[Softmax.top(logits)];
            double error = confidence - (correct[i] ? 1 : 0);
            sum += weight(i) * error * error;
        }
        return sum;
    }

    void addGradient(TemperatureNetwork network, double[][] features, double[] gradient) {
        for (int i = 0; i < correct.length; i++) {
            double[] logits = calibration.logitsNC()[i];
            double temperature = network.temperature(features[i]);
            double[] probabilities = Softmax.of(logits, temperature);
            int top = Softmax.top(logits);
            double mean = 0;
            for (int c = 0; c < logits.length; c++) {
                mean += probabilities[c] * logits[c];
            }
            double confidence = probabilities[top];
            // d(confidence) / d(ln T) = -confidence (z_top - E_p[z]) / T
            double slope = -confidence * (logits[top] - mean) / temperature;
            double error = confidence - (correct[i] ? 1 : 0);
            network.addGradient(features[i], 2 * weight(i) * error * slope, gradient);
        }
    }

    private double weight(int i) {
        return correct[i] ? weightRight : weightWrong;
    }
}
