package io.cuvette.training.core.optimizer;

import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.Seeds;
import java.util.Arrays;

/**
 * Inputs and classes of samples.
 *
 * @param x row-major
 */
record ClassData(float[] x, int[] classes) {
    int rows() {
        return classes.length;
    }

    /** Normal inputs, labelled by a random network of one wide hidden layer. */
    static ClassData taught(long seed, int rows, int features, int classes) {
        RandomStream random = new RandomStream(Seeds.hash(seed, "data"));
        int hidden = 3 * features;
        double[][] first = normal(random, features, hidden, 1.5 / Math.sqrt(features));
        double[][] second = normal(random, hidden, classes, 1 / Math.sqrt(hidden));
        float[] x = new float[rows * features];
        int[] labels = new int[rows];
        for (int i = 0; i < rows; i++) {
            double[] scores = new double[classes];
            for (int k = 0; k < features; k++) {
                x[i * features + k] = (float) random.nextGaussian();
            }
            for (int h = 0; h < hidden; h++) {
                double sum = 0;
                for (int k = 0; k < features; k++) {
                    sum += x[i * features + k] * first[k][h];
                }
                for (int c = 0; c < classes; c++) {
                    scores[c] += Math.tanh(sum) * second[h][c];
                }
            }
            for (int c = 1; c < classes; c++) {
                labels[i] = scores[c] > scores[labels[i]] ? c : labels[i];
            }
        }
        return new ClassData(x, labels);
    }

    /** Multiplies feature k by {@code spread^(-k / (features - 1))}. */
    ClassData scaled(double spread) {
        int features = x.length / classes.length;
        float[] changed = x.clone();
        for (int i = 0; i < changed.length; i++) {
            int k = i % features;
            changed[i] *= (float) Math.pow(spread, -k / (features - 1.0));
        }
        return new ClassData(changed, classes);
    }

    /** Gives a share of the samples a random class. */
    ClassData noisy(double share, long seed) {
        RandomStream random = new RandomStream(Seeds.hash(seed, "noise"));
        int count = Arrays.stream(classes).max().orElseThrow() + 1;
        int[] changed = classes.clone();
        for (int i = 0; i < changed.length; i++) {
            int drawn = random.nextInt(count);
            changed[i] = random.nextDouble() < share ? drawn : changed[i];
        }
        return new ClassData(x, changed);
    }

    private static double[][] normal(RandomStream random, int rows, int columns, double size) {
        double[][] values = new double[rows][columns];
        for (double[] row : values) {
            for (int j = 0; j < columns; j++) {
                row[j] = size * random.nextGaussian();
            }
        }
        return values;
    }
}
