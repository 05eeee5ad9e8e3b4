package io.cuvette.training.core.schedule;

import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.Seeds;
import java.util.Arrays;

/**
 * Poisson regression of counts about 1, from a start that expects {@code exp(4)}: the curvature is
 * proportional to what is expected, so the start forbids rates that are best later.
 */
final class Counts implements PlainTask {
    private static final int INPUTS = 10;
    private static final int STREAM = 1 << 15;
    private static final int HELD_OUT = 1000;
    private static final double START = 4;

    private final double[] truth = new double[INPUTS];
    private final double[][] x = new double[STREAM + HELD_OUT][INPUTS];
    private final double[] y = new double[STREAM + HELD_OUT];

    Counts(long seed) {
        RandomStream random = new RandomStream(Seeds.hash(seed, "counts"));
        Arrays.setAll(truth, j -> j == 0 ? 0 : random.nextGaussian());
        for (int i = 0; i < x.length; i++) {
            Arrays.setAll(x[i], j -> j == 0 ? 1 : 0.3 * random.nextGaussian());
            y[i] = poisson(Math.exp(score(truth, x[i])), random);
        }
    }

    /** By multiplying uniform numbers (Knuth). */
    private static double poisson(double mean, RandomStream random) {
        double limit = Math.exp(-mean);
        int count = -1;
        for (double product = 1; product > limit; count++) {
            product *= random.nextDouble();
        }
        return count;
    }

    private static double score(double[] w, double[] row) {
        double sum = 0;
        for (int j = 0; j < INPUTS; j++) {
            sum += w[j] * row[j];
        }
        return sum;
    }

    @Override
    public double[] start() {
        double[] start = new double[INPUTS];
        start[0] = START;
        return start;
    }

    @Override
    public double loss(double[] weights, long first, int rows, double[] gradient) {
        Arrays.fill(gradient, 0);
        double loss = 0;
        for (int i = 0; i < rows; i++) {
            int at = (int) ((first + i) % STREAM);
            double score = score(weights, x[at]);
            double expected = Math.exp(score);
            loss += (expected - y[at] * score) / rows;
            for (int j = 0; j < INPUTS; j++) {
                gradient[j] += (expected - y[at]) * x[at][j] / rows;
            }
        }
        return loss;
    }

    @Override
    public double validation(double[] weights) {
        double sum = 0;
        for (int i = STREAM; i < x.length; i++) {
            double score = score(weights, x[i]);
            sum += Math.exp(score) - y[i] * score;
        }
        return sum / HELD_OUT;
    }

    @Override
    public double excess(double[] weights) {
        double sum = 0;
        for (int i = STREAM; i < x.length; i++) {
            double score = score(weights, x[i]);
            double best = score(truth, x[i]);
            sum += Math.exp(score) - Math.exp(best) * (1 + score - best);
        }
        return sum / HELD_OUT;
    }
}
