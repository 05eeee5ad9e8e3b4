package io.cuvette.training.core.uncertainty;

import io.cuvette.training.core.tensor.RandomStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Samples around class centres of which some features are corrupted, and a softmax regression that
 * was trained on few of them and is too sure of itself. A view of a sample has half of its features
 * masked.
 */
final class CorruptedBlobs {
    static final int CLASSES = 5;
    private static final int FEATURES = 20;
    private static final int VIEWS = 3;

    private final RandomStream random;
    private final double[][] centers = new double[CLASSES][FEATURES];
    private final double[][] weights = new double[CLASSES][FEATURES + 1];

    /**
     * @param corrupted share of features of the training samples that are noise
     */
    CorruptedBlobs(long seed, int trainingSamples, double corrupted) {
        random = new RandomStream(seed);
        for (double[] center : centers) {
            for (int d = 0; d < FEATURES; d++) {
                center[d] = 0.7 * random.nextGaussian();
            }
        }
        train(trainingSamples, corrupted);
    }

    private void train(int samples, double corrupted) {
        int[] labels = new int[samples];
        double[][] x = inputs(labels, corrupted);
        for (int step = 0; step < 200; step++) {
            double[][] gradient = new double[CLASSES][FEATURES + 1];
            for (int i = 0; i < samples; i++) {
                double[] p = Softmax.of(logits(x[i]), 1);
                for (int c = 0; c < CLASSES; c++) {
                    double error = p[c] - (labels[i] == c ? 1 : 0);
                    for (int d = 0; d < FEATURES; d++) {
                        gradient[c][d] += error * x[i][d] / samples;
                    }
                    gradient[c][FEATURES] += error / samples;
                }
            }
            for (int c = 0; c < CLASSES; c++) {
                for (int d = 0; d <= FEATURES; d++) {
                    weights[c][d] -= 0.5 * gradient[c][d];
                }
            }
        }
    }

    private double[][] inputs(int[] labels, double corrupted) {
        double[][] x = new double[labels.length][FEATURES];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = random.nextInt(CLASSES);
            for (int d = 0; d < FEATURES; d++) {
                double noise = random.nextDouble() < corrupted ? 5 : 1;
                x[i][d] = centers[labels[i]][d] + noise * random.nextGaussian();
            }
        }
        return x;
    }

    private double[] logits(double[] x) {
        double[] logits = new double[CLASSES];
        for (int c = 0; c < CLASSES; c++) {
            logits[c] = weights[c][FEATURES];
            for (int d = 0; d < FEATURES; d++) {
                logits[c] += weights[c][d] * x[d];
            }
        }
        return logits;
    }

    /** Predictions for fresh samples, of which a share of the features is corrupted. */
    ClassPredictions predictions(int samples, double corrupted) {
        int[] labels = new int[samples];
        double[][] x = inputs(labels, corrupted);
        double[][] logits = new double[samples][];
        for (int i = 0; i < samples; i++) {
            logits[i] = logits(x[i]);
        }
        List<double[][]> views = new ArrayList<>();
        for (int v = 0; v < VIEWS; v++) {
            double[][] view = new double[samples][];
            for (int i = 0; i < samples; i++) {
                double[] masked = x[i].clone();
                for (int d = 0; d < FEATURES; d++) {
                    masked[d] = random.nextDouble() < 0.5 ? 0 : masked[d];
                }
                view[i] = logits(masked);
            }
            views.add(view);
        }
        return new ClassPredictions(logits, labels, views);
    }
}
