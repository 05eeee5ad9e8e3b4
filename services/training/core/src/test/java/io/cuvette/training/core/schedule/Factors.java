package io.cuvette.training.core.schedule;

import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.Seeds;
import java.util.Arrays;

/**
 * A matrix of rank 3 from single entries with noise, as a product of two factors that start too
 * large: the curvature goes with the square of the factors.
 */
final class Factors implements PlainTask {
    private static final int SIZE = 20;
    private static final int RANK = 3;
    private static final int STREAM = 1 << 16;
    private static final int HELD_OUT = 1000;
    private static final double START = 3;
    private static final double NOISE = 0.1;

    private final double[] truth;
    private final double[] start;
    private final int[] entries = new int[STREAM + HELD_OUT];
    private final double[] y = new double[STREAM + HELD_OUT];

    Factors(long seed) {
        RandomStream random = new RandomStream(Seeds.hash(seed, "factors"));
        truth = factors(random, 1);
        start = factors(random, START);
        for (int i = 0; i < y.length; i++) {
            entries[i] = random.nextInt(SIZE * SIZE);
            y[i] = entry(truth, entries[i]) + NOISE * random.nextGaussian();
        }
    }

    private static double[] factors(RandomStream random, double scale) {
        double[] factors = new double[2 * SIZE * RANK];
        Arrays.setAll(factors, i -> scale * random.nextGaussian());
        return factors;
    }

    private static int left(int entry) {
        return entry / SIZE * RANK;
    }

    private static int right(int entry) {
        return (SIZE + entry % SIZE) * RANK;
    }

    private static double entry(double[] w, int entry) {
        double sum = 0;
        for (int r = 0; r < RANK; r++) {
            sum += w[left(entry) + r] * w[right(entry) + r];
        }
        return sum;
    }

    @Override
    public double[] start() {
        return start.clone();
    }

    @Override
    public double loss(double[] weights, long first, int rows, double[] gradient) {
        Arrays.fill(gradient, 0);
        double loss = 0;
        for (int i = 0; i < rows; i++) {
            int at = (int) ((first + i) % STREAM);
            int entry = entries[at];
            double error = entry(weights, entry) - y[at];
            loss += error * error / (2 * rows);
            for (int r = 0; r < RANK; r++) {
                gradient[left(entry) + r] += error * weights[right(entry) + r] / rows;
                gradient[right(entry) + r] += error * weights[left(entry) + r] / rows;
            }
        }
        return loss;
    }

    @Override
    public double validation(double[] weights) {
        double sum = 0;
        for (int i = STREAM; i < y.length; i++) {
            double error = entry(weights, entries[i]) - y[i];
            sum += error * error / (2 * HELD_OUT);
        }
        return sum;
    }

    @Override
    public double excess(double[] weights) {
        double sum = 0;
        for (int entry = 0; entry < SIZE * SIZE; entry++) {
            double error = entry(weights, entry) - entry(truth, entry);
            sum += error * error / (2 * SIZE * SIZE);
        }
        return sum;
    }
}
