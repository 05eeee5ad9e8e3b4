package io.cuvette.bench.training;

import io.cuvette.training.core.tensor.RandomStream;
import java.util.Arrays;

/**
 * Quasi-random points of a search space, dealt to studies at random (Dahl et al. 2023, external
 * tuning).
 */
final class TuningPoints {
    private static final int[] PRIMES = {2, 3, 5, 7};

    private TuningPoints() {}

    /**
     * Points of Halton's sequence, shifted by a random vector (Cranley and Patterson 1976).
     *
     * @param count of points
     * @param dimensions 1 to 4
     * @return {@code [count][dimensions]}, each in [0, 1)
     */
    static double[][] halton(int count, int dimensions, long seed) {
        RandomStream random = new RandomStream(seed);
        double[] shift = new double[dimensions];
        Arrays.setAll(shift, d -> random.nextDouble());
        double[][] points = new double[count][dimensions];
        for (int i = 0; i < count; i++) {
            for (int d = 0; d < dimensions; d++) {
                double point = radicalInverse(i + 1, PRIMES[d]) + shift[d];
                points[i][d] = point - Math.floor(point);
            }
        }
        return points;
    }

    /** Digits of the number in the base, mirrored at the point. */
    static double radicalInverse(int number, int base) {
        double value = 0;
        double digit = 1.0 / base;
        for (int rest = number; rest > 0; rest /= base) {
            value += rest % base * digit;
            digit /= base;
        }
        return value;
    }

    /**
     * Points in [0, 1) for each trial of each study: together they fill the range evenly.
     *
     * @return {@code [studies][trials]}
     */
    static double[][] dealt(int studies, int trials, long seed) {
        double[][] points = halton(studies * trials, 1, seed);
        int[] order = new RandomStream(seed + 1).permutation(points.length);
        double[][] dealt = new double[studies][trials];
        for (int i = 0; i < order.length; i++) {
            dealt[i / trials][i % trials] = points[order[i]][0];
        }
        return dealt;
    }
}
