package io.cuvette.training.core.testing;

import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * A fair comparison of methods by small runs: each gets the same search over its learning rate, on
 * seeds of its own, and is then judged on fresh ones.
 *
 * @param rates to try
 * @param tuningSeeds first seed of the search, and how many
 * @param seeds first seed of the judgement, and how many
 */
public record RateSearch(double[] rates, Seeds tuningSeeds, Seeds seeds) {

    /** Consecutive seeds. */
    public record Seeds(long first, int number) {
        LongStream stream() {
            return LongStream.range(first, first + number);
        }
    }

    /** One training; what it ended with, all finite, the criterion first. */
    @FunctionalInterface
    public interface Run {
        double[] at(double rate, long seed);
    }

    /** The usual seeds: three to tune, five to judge. */
    public static RateSearch over(double... rates) {
        return new RateSearch(rates, new Seeds(50, 3), new Seeds(500, 5));
    }

    /** Results on the fresh seeds, seed by seed, at the rate of the lowest mean criterion. */
    public double[][] lowest(Run run) {
        double least = Double.POSITIVE_INFINITY;
        double best = rates[0];
        for (double rate : rates) {
            double mean =
                    tuningSeeds.stream()
                            .mapToDouble(s -> run.at(rate, s)[0])
                            .average()
                            .getAsDouble();
            if (mean < least) {
                least = mean;
                best = rate;
            }
        }
        double rate = best;
        return seeds.stream().mapToObj(seed -> run.at(rate, seed)).toArray(double[][]::new);
    }

    /** Means over the fresh seeds. */
    public double[] mean(Run run) {
        return mean(lowest(run));
    }

    /** Means over seeds. */
    public static double[] mean(double[][] bySeed) {
        double[] mean = new double[bySeed[0].length];
        for (double[] one : bySeed) {
            Arrays.setAll(mean, i -> mean[i] + one[i] / bySeed.length);
        }
        return mean;
    }
}
