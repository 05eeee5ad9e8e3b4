package io.cuvette.batchcorrection.synthetic;

import java.util.Arrays;
import org.hipparchus.random.RandomDataGenerator;

/** The distributions that the simulation draws from, on one stream of random numbers. */
final class Draws {

    private final RandomDataGenerator random;

    Draws(long seed) {
        this.random = new RandomDataGenerator(seed);
    }

    RandomDataGenerator generator() {
        return random;
    }

    double gamma(double shape, double scale) {
        return random.nextGamma(shape, scale);
    }

    double uniform() {
        return random.nextDouble();
    }

    /** The library's own log-normal sampler has another mean than exp(mu + sigma^2 / 2). */
    double logNormal(double mu, double sigma) {
        return Math.exp(mu + sigma * random.nextGaussian());
    }

    /** Standard normal values. */
    double[][] gaussians(int rows, int columns) {
        double[][] values = new double[rows][columns];
        for (double[] row : values) {
            for (int column = 0; column < columns; column++) {
                row[column] = random.nextGaussian();
            }
        }
        return values;
    }

    double[] dirichlet(int size, double concentration) {
        double[] shares = new double[size];
        for (int i = 0; i < size; i++) {
            shares[i] = random.nextGamma(concentration, 1);
        }
        normalize(shares, 1);
        return shares;
    }

    /** An index, each with its share as probability. */
    int pick(double[] shares) {
        double target = random.nextDouble();
        for (int i = 0; i < shares.length; i++) {
            target -= shares[i];
            if (target < 0) {
                return i;
            }
        }
        return shares.length - 1;
    }

    /** {@code number} different ones of 0 to {@code size - 1}, rising. */
    int[] choose(int size, int number) {
        int[] chosen = Arrays.copyOf(random.nextPermutation(size, number), number);
        Arrays.sort(chosen);
        return chosen;
    }

    static void normalize(double[] values, double sum) {
        double factor = sum / Arrays.stream(values).sum();
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
    }
}
