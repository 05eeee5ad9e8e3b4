package io.cuvette.training.core.sampling;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Gradients of samples as Adam would take them, in the coordinates that matter most. */
final class NormalisedGradients {
    private static final double EPSILON = 1e-8;

    private final Coreset.Settings settings;
    private final double firstCorrection;
    private final double secondCorrection;
    private final double[] mean;
    private final double[] square;

    /**
     * @param step number of this step, from 1
     * @param mean running mean gradient before it
     * @param square running mean square before it
     */
    NormalisedGradients(Coreset.Settings settings, long step, double[] mean, double[] square) {
        this.settings = settings;
        this.firstCorrection = 1 - StrictMath.pow(settings.beta1(), (double) step);
        this.secondCorrection = 1 - StrictMath.pow(settings.beta2(), (double) step);
        this.mean = mean;
        this.square = square;
    }

    double[][] of(double[][] gradients) {
        double[] sizes = new double[mean.length];
        double[][] z = new double[gradients.length][mean.length];
        for (int i = 0; i < z.length; i++) {
            for (int d = 0; d < mean.length; d++) {
                z[i][d] = normalised(gradients[i][d], d);
                sizes[d] += Math.abs(z[i][d]);
            }
        }
        if (mean.length <= settings.dimensions()) {
            return z;
        }
        int[] largest =
                IntStream.range(0, sizes.length)
                        .boxed()
                        .sorted((a, b) -> Double.compare(sizes[b], sizes[a]))
                        .limit(settings.dimensions())
                        .mapToInt(Integer::intValue)
                        .toArray();
        return Arrays.stream(z)
                .map(row -> Arrays.stream(largest).mapToDouble(d -> row[d]).toArray())
                .toArray(double[][]::new);
    }

    private double normalised(double g, int d) {
        double m = (settings.beta1() * mean[d] + (1 - settings.beta1()) * g) / firstCorrection;
        double v =
                (settings.beta2() * square[d] + (1 - settings.beta2()) * g * g) / secondCorrection;
        return m / (Math.sqrt(v) + EPSILON);
    }
}
