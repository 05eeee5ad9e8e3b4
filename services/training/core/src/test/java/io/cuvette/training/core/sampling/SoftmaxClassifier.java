package io.cuvette.training.core.sampling;

import java.util.Arrays;

/**
 * Linear softmax classifier in plain Java for claims about samples: its losses, outputs and
 * gradients by sample are closed forms.
 */
final class SoftmaxClassifier {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;

    final int inputs;
    final int classes;

    /** {@code [classes * (inputs + 1)]}, each class's bias last. */
    final double[] weights;

    private final double[] mean;
    private final double[] square;
    private int steps;

    SoftmaxClassifier(int inputs, int classes) {
        this.inputs = inputs;
        this.classes = classes;
        this.weights = new double[classes * (inputs + 1)];
        this.mean = new double[weights.length];
        this.square = new double[weights.length];
    }

    double[] logits(double[] x) {
        double[] logits = new double[classes];
        for (int c = 0; c < classes; c++) {
            int from = c * (inputs + 1);
            double sum = weights[from + inputs];
            for (int j = 0; j < inputs; j++) {
                sum += weights[from + j] * x[j];
            }
            logits[c] = sum;
        }
        return logits;
    }

    private double[] logProbabilities(double[] x) {
        double[] logits = logits(x);
        double max = Arrays.stream(logits).max().orElseThrow();
        double log = max + Math.log(Arrays.stream(logits).map(l -> Math.exp(l - max)).sum());
        return Arrays.stream(logits).map(l -> l - log).toArray();
    }

    double loss(double[] x, int label) {
        return -logProbabilities(x)[label];
    }

    int predicted(double[] x) {
        double[] logits = logits(x);
        int best = 0;
        for (int c = 1; c < classes; c++) {
            best = logits[c] > logits[best] ? c : best;
        }
        return best;
    }

    /** Gradient of one sample's loss by all weights. */
    double[] gradient(double[] x, int label) {
        double[] gradient = new double[weights.length];
        addGradient(x, label, 1, gradient);
        return gradient;
    }

    void addGradient(double[] x, int label, double weight, double[] gradient) {
        double[] log = logProbabilities(x);
        for (int c = 0; c < classes; c++) {
            double error = weight * (Math.exp(log[c]) - (c == label ? 1 : 0));
            int from = c * (inputs + 1);
            for (int j = 0; j < inputs; j++) {
                gradient[from + j] += error * x[j];
            }
            gradient[from + inputs] += error;
        }
    }

    void sgd(double rate, double[] gradient) {
        for (int i = 0; i < weights.length; i++) {
            weights[i] -= rate * gradient[i];
        }
    }

    void adam(double rate, double[] gradient) {
        steps++;
        for (int i = 0; i < weights.length; i++) {
            mean[i] = BETA1 * mean[i] + (1 - BETA1) * gradient[i];
            square[i] = BETA2 * square[i] + (1 - BETA2) * gradient[i] * gradient[i];
            double m = mean[i] / (1 - Math.pow(BETA1, steps));
            double v = square[i] / (1 - Math.pow(BETA2, steps));
            weights[i] -= rate * m / (Math.sqrt(v) + 1e-8);
        }
    }
}
