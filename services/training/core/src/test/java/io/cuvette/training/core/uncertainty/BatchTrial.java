package io.cuvette.training.core.uncertainty;

import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.Seeds;
import java.util.Arrays;

/** Coverage and width of batch intervals, beside the union bound over the samples of a batch. */
final class BatchTrial {
    private static final double ALPHA = 0.1;

    private final int n;
    private final int m;
    private final BatchTarget target;
    private int covered;
    private int trials;
    private double width;
    private double unionWidth;

    BatchTrial(int n, int m, BatchTarget target) {
        this.n = n;
        this.m = m;
        this.target = target;
    }

    void run(int repeats) {
        BatchPredictive method =
                new BatchPredictive(new BatchPredictive.Settings(ALPHA, m, target));
        RandomStream random = new RandomStream(Seeds.hash(n, target.name()));
        for (int t = 0; t < repeats; t++) {
            double[] calibration = skewed(random, n);
            double[] batch = skewed(random, m);
            Interval interval = method.interval(calibration);
            covered += interval.contains(value(batch)) ? 1 : 0;
            width += interval.width();
            unionWidth += union(calibration);
            trials++;
        }
    }

    /** Normal, but with a longer right tail. */
    private static double[] skewed(RandomStream random, int size) {
        double[] scores = new double[size];
        for (int i = 0; i < size; i++) {
            double z = random.nextGaussian();
            scores[i] = z + 0.2 * z * z;
        }
        return scores;
    }

    private double value(double[] batch) {
        if (target == BatchTarget.MEAN) {
            return Arrays.stream(batch).average().orElseThrow();
        }
        double[] sorted = batch.clone();
        Arrays.sort(sorted);
        return (sorted[(m - 1) / 2] + sorted[m / 2]) / 2;
    }

    /**
     * Every sample of the batch within conformal bounds that miss alpha / (2 m) on each side;
     * infinite with too few calibration samples.
     */
    private double union(double[] calibration) {
        double[] negated = Arrays.stream(calibration).map(s -> -s).toArray();
        return ConformalQuantile.of(calibration, ALPHA / (2 * m))
                + ConformalQuantile.of(negated, ALPHA / (2 * m));
    }

    double coverage() {
        return (double) covered / trials;
    }

    double widthShare() {
        return width / unionWidth;
    }
}
