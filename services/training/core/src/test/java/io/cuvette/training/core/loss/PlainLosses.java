package io.cuvette.training.core.loss;

import java.util.Arrays;
import java.util.stream.IntStream;

/** The formulas of the papers in plain Java, one sample at a time, as an oracle for the tests. */
final class PlainLosses {

    private PlainLosses() {}

    static double[] softmax(double[] z) {
        double sum = Arrays.stream(z).map(Math::exp).sum();
        return Arrays.stream(z).map(value -> Math.exp(value) / sum).toArray();
    }

    static double crossEntropy(double[] z, int y, double penalty) {
        double logSum = Math.log(Arrays.stream(z).map(Math::exp).sum());
        return logSum - z[y] + penalty * logSum * logSum;
    }

    static double compSum(double[] z, int y, double tau, double rho) {
        double u = 0;
        for (int k = 0; k < z.length; k++) {
            u += k == y ? 0 : Math.exp((z[k] - z[y]) / rho);
        }
        return tau == 1 ? Math.log(1 + u) : (Math.pow(1 + u, 1 - tau) - 1) / (1 - tau);
    }

    static double zLoss(double[] z, int y, double a, double b) {
        double mean = Arrays.stream(z).average().orElseThrow();
        double variance = Arrays.stream(z).map(v -> (v - mean) * (v - mean)).sum() / z.length;
        double zeta = (z[y] - mean) / Math.sqrt(variance);
        return Math.log(1 + Math.exp(a * (b - zeta))) / a;
    }

    /** Classes that are taken as positive. */
    private static int[] problems(int classes) {
        return classes == 2 ? new int[] {1} : IntStream.range(0, classes).toArray();
    }

    static double dice(double[] z, int y, double alpha, double gamma) {
        double[] p = softmax(z);
        double sum = 0;
        int[] problems = problems(z.length);
        for (int k : problems) {
            double q = Math.pow(1 - p[k], alpha) * p[k];
            double is = y == k ? 1 : 0;
            sum += 1 - (2 * q * is + gamma) / (q + is + gamma);
        }
        return sum / problems.length;
    }

    static double diceOfBatch(double[][] z, int[] y, double alpha, double gamma) {
        int[] problems = problems(z[0].length);
        double sum = 0;
        for (int k : problems) {
            double both = 0;
            double either = 0;
            for (int i = 0; i < z.length; i++) {
                double p = softmax(z[i])[k];
                double q = Math.pow(1 - p, alpha) * p;
                both += y[i] == k ? q : 0;
                either += q + (y[i] == k ? 1 : 0);
            }
            sum += 1 - (2 * both + gamma) / (either + gamma);
        }
        return sum / problems.length;
    }

    static double anyLoss(double[][] z, int[] y, double sharpness, AnyLoss.Metric metric) {
        int[] problems = problems(z[0].length);
        double sum = 0;
        for (int k : problems) {
            double tp = 0;
            double fn = 0;
            double fp = 0;
            double tn = 0;
            for (int i = 0; i < z.length; i++) {
                double said = 1 / (1 + Math.exp(-sharpness * (softmax(z[i])[k] - 0.5)));
                if (y[i] == k) {
                    tp += said;
                    fn += 1 - said;
                } else {
                    fp += said;
                    tn += 1 - said;
                }
            }
            double sensitivity = tp / (tp + fn);
            double specificity = tn / (tn + fp);
            sum +=
                    switch (metric) {
                        case F1 -> 2 * tp / (2 * tp + fp + fn);
                        case BALANCED_ACCURACY -> (sensitivity + specificity) / 2;
                        case ACCURACY -> (tp + tn) / z.length;
                        case GEOMETRIC_MEAN -> Math.sqrt(sensitivity * specificity);
                    };
        }
        return 1 - sum / problems.length;
    }

    /** The distributionally robust loss of a sample, with the best temperature found on a grid. */
    static double ldr(double[] z, int y, LdrAdaptive.Settings settings) {
        double[] d = robustMargins(z, y, settings);
        double lambda0 = settings.temperature();
        double alpha = settings.spread() * Math.log(z.length) / lambda0;
        double lowest = lambda0 * (1 - 1 / settings.spread());
        return IntStream.rangeClosed(1, 20_000)
                .mapToDouble(i -> lowest + (lambda0 - lowest) * i / 20_000)
                .map(
                        lambda -> {
                            double meanExp =
                                    Arrays.stream(d)
                                            .map(v -> Math.exp(v / lambda))
                                            .average()
                                            .orElseThrow();
                            double off = lambda - lambda0;
                            return lambda * Math.log(meanExp) - alpha / 2 * off * off;
                        })
                .max()
                .orElseThrow();
    }

    private static double[] robustMargins(double[] z, int y, LdrAdaptive.Settings settings) {
        return IntStream.range(0, z.length)
                .mapToDouble(k -> z[k] - z[y] + (k == y ? 0 : settings.margin()))
                .toArray();
    }
}
