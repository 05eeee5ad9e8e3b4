package io.cuvette.training.core.testing;

import java.util.Arrays;

/**
 * The mean of measured values over seeds at the learning rate that is best on validation samples;
 * both sides of a comparison get the same search.
 *
 * @param rate that was chosen
 * @param values means of what was measured there, without the validation score
 */
public record Tuned(double rate, double[] values) {

    /** One training run: the validation score, to be large, then what is measured. */
    @FunctionalInterface
    public interface Run {
        double[] measure(long seed, double rate);
    }

    public static Tuned over(double[] rates, int seeds, Run run) {
        double best = Double.NEGATIVE_INFINITY;
        Tuned chosen = new Tuned(Double.NaN, new double[0]);
        for (double rate : rates) {
            double[] means = means(seeds, rate, run);
            if (means[0] > best) {
                best = means[0];
                chosen = new Tuned(rate, Arrays.copyOfRange(means, 1, means.length));
            }
        }
        return chosen;
    }

    private static double[] means(int seeds, double rate, Run run) {
        double[] sums = run.measure(0, rate).clone();
        for (long seed = 1; seed < seeds; seed++) {
            double[] more = run.measure(seed, rate);
            for (int i = 0; i < sums.length; i++) {
                sums[i] += more[i];
            }
        }
        return Arrays.stream(sums).map(sum -> sum / seeds).toArray();
    }
}
