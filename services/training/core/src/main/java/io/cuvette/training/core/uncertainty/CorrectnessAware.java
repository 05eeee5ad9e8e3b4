package io.cuvette.training.core.uncertainty;

import java.util.Arrays;

/** Temperatures by samples, trained to be confident where predictions are right. */
record CorrectnessAware(TemperatureNetwork network, int topK) implements Calibrator {

    /** Full-batch Adam from the plain temperature. */
    static CorrectnessAware fit(ClassPredictions calibration, Calibration.Settings settings) {
        double[][] features = ViewFeatures.of(calibration, settings.topK());
        double start = PlainTemperature.fit(calibration).temperature();
        TemperatureNetwork network =
                new TemperatureNetwork(features, settings.hidden(), start, settings.seed());
        CorrectnessLoss loss = new CorrectnessLoss(calibration, settings.balanced());
        double[] weights = network.weights();
        double[] m = new double[weights.length];
        double[] v = new double[weights.length];
        for (int step = 1; step <= settings.steps(); step++) {
            double[] gradient = new double[weights.length];
            loss.addGradient(network, features, gradient);
            for (int i = 0; i < weights.length; i++) {
                m[i] = 0.9 * m[i] + 0.1 * gradient[i];
                v[i] = 0.999 * v[i] + 0.001 * gradient[i] * gradient[i];
                double mean = m[i] / (1 - Math.pow(0.9, step));
                double square = v[i] / (1 - Math.pow(0.999, step));
                weights[i] -= settings.rate() * mean / (Math.sqrt(square) + 1e-8);
            }
        }
        return new CorrectnessAware(network, settings.topK());
    }

    @Override
    public double[] temperatures(ClassPredictions predictions) {
        double[][] features = ViewFeatures.of(predictions, topK);
        if (features[0].length != network.inputs()) {
            throw new IllegalArgumentException(
                    "predictions with %d views; the calibrator was fitted with another number"
                            .formatted(predictions.viewsNC().size()));
        }
        return Arrays.stream(features).mapToDouble(network::temperature).toArray();
    }
}
