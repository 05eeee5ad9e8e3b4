package io.cuvette.training.core.batching;

import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.Seeds;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Classes of two Gaussian blobs each; some classes have fewer rows.
 *
 * @param x {@code [rows, INPUTS]}, row-major
 */
record BlobTask(float[] x, int[] labels, float[] testX, int[] testLabels) {
    static final int INPUTS = 6;
    static final int CLASSES = 4;
    private static final int TEST_ROWS = 800;

    /**
     * @param shares of the classes among training rows; held-out rows are balanced
     * @param spread standard deviation of a blob, whose centres have 1
     */
    static BlobTask of(long seed, int rows, double[] shares, double spread) {
        RandomStream random = new RandomStream(Seeds.hash(seed, "blobs"));
        double[][] centres = new double[2 * CLASSES][INPUTS];
        for (double[] centre : centres) {
            Arrays.setAll(centre, j -> random.nextGaussian());
        }
        int[] labels = new int[rows];
        Arrays.setAll(labels, i -> draw(shares, random.nextDouble()));
        int[] testLabels = IntStream.range(0, TEST_ROWS).map(i -> i % CLASSES).toArray();
        return new BlobTask(
                points(labels, centres, spread, random),
                labels,
                points(testLabels, centres, spread, random),
                testLabels);
    }

    private static int draw(double[] shares, double u) {
        double sum = 0;
        for (int k = 0; k < CLASSES; k++) {
            sum += shares[k];
            if (u < sum) {
                return k;
            }
        }
        return CLASSES - 1;
    }

    private static float[] points(
            int[] labels, double[][] centres, double spread, RandomStream random) {
        float[] points = new float[labels.length * INPUTS];
        for (int i = 0; i < labels.length; i++) {
            double[] centre = centres[2 * labels[i] + random.nextInt(2)];
            for (int j = 0; j < INPUTS; j++) {
                points[i * INPUTS + j] = (float) (centre[j] + spread * random.nextGaussian());
            }
        }
        return points;
    }

    int[] rows() {
        return IntStream.range(0, labels.length).toArray();
    }

    int[] labelsOf(int[] rows) {
        return Arrays.stream(rows).map(row -> labels[row]).toArray();
    }

    double balancedAccuracy(float[] logits) {
        int right = 0;
        for (int i = 0; i < testLabels.length; i++) {
            int best = 0;
            for (int k = 1; k < CLASSES; k++) {
                if (logits[i * CLASSES + k] > logits[i * CLASSES + best]) {
                    best = k;
                }
            }
            right += best == testLabels[i] ? 1 : 0;
        }
        return right / (double) testLabels.length;
    }
}
