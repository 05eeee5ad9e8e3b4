package io.cuvette.training.core.uncertainty;

import io.cuvette.training.core.tensor.RandomStream;

/**
 * Two layers that give each sample its temperature from features F:
 *
 * <pre>
 * h = relu(W ((f - mean) / deviation) + b);  T = 10^tanh(v h + c)
 * </pre>
 *
 * <p>The authors cut T to 0.1 .. 10, where its gradient vanishes; the power of ten has the same
 * range and a gradient everywhere.
 */
final class TemperatureNetwork {
    private static final double LOG_RANGE = Math.log(10);

    private final double[] mean;
    private final double[] deviation;
    private final int hidden;
    private final int inputs;

    /** Rows of W each followed by its b, then v, then c. */
    private final double[] weights;

    /**
     * A network that gives every sample the same temperature.
     *
     * @param features of the calibration samples, by which features are scaled
     */
    TemperatureNetwork(double[][] features, int hidden, double temperature, long seed) {
        this.hidden = hidden;
        this.inputs = features[0].length;
        this.mean = new double[inputs];
        this.deviation = new double[inputs];
        scale(features);
        this.weights = new double[hidden * (inputs + 1) + hidden + 1];
        RandomStream random = new RandomStream(seed);
        double spread = Math.sqrt(2.0 / inputs);
        for (int h = 0; h < hidden; h++) {
            for (int f = 0; f < inputs; f++) {
                weights[h * (inputs + 1) + f] = spread * random.nextGaussian();
            }
        }
        double share = Math.log(temperature) / LOG_RANGE;
        double inside = Math.max(-0.95, Math.min(0.95, share));
        weights[weights.length - 1] = Math.log((1 + inside) / (1 - inside)) / 2;
    }

    private void scale(double[][] features) {
        for (int f = 0; f < inputs; f++) {
            double sum = 0;
            double squares = 0;
            for (double[] row : features) {
                sum += row[f];
                squares += row[f] * row[f];
            }
            mean[f] = sum / features.length;
            double variance = squares / features.length - mean[f] * mean[f];
            deviation[f] = Math.sqrt(Math.max(variance, 1e-12));
        }
    }

    /** Weights, live. */
    double[] weights() {
        return weights;
    }

    /** Features of a sample. */
    int inputs() {
        return inputs;
    }

    double temperature(double[] features) {
        return Math.exp(LOG_RANGE * Math.tanh(output(features, new double[hidden])));
    }

    /** Adds the gradient of a loss to {@code gradient}, given its slope by ln T. */
    void addGradient(double[] features, double byLogTemperature, double[] gradient) {
        double[] h = new double[hidden];
        double tanh = Math.tanh(output(features, h));
        double byOutput = byLogTemperature * LOG_RANGE * (1 - tanh * tanh);
        int v = hidden * (inputs + 1);
        for (int j = 0; j < hidden; j++) {
            gradient[v + j] += byOutput * h[j];
            if (h[j] > 0) {
                double byHidden = byOutput * weights[v + j];
                int row = j * (inputs + 1);
                for (int f = 0; f < inputs; f++) {
                    gradient[row + f] += byHidden * (features[f] - mean[f]) / deviation[f];
                }
                gradient[row + inputs] += byHidden;
            }
        }
        gradient[v + hidden] += byOutput;
    }

    private double output(double[] features, double[] h) {
        int v = hidden * (inputs + 1);
        double output = weights[v + hidden];
        for (int j = 0; j < hidden; j++) {
            int row = j * (inputs + 1);
            double sum = weights[row + inputs];
            for (int f = 0; f < inputs; f++) {
                sum += weights[row + f] * (features[f] - mean[f]) / deviation[f];
            }
            h[j] = Math.max(0, sum);
            output += weights[v + j] * h[j];
        }
        return output;
    }
}
