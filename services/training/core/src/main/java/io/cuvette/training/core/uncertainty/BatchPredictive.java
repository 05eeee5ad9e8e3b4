package io.cuvette.training.core.uncertainty;

import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.Figures;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.OneOf;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.method.Whole;
import java.util.Arrays;

/**
 * Batch predictive inference: an interval that holds the mean or median of the scores of a batch of
 * m future samples with a chosen probability, whatever the distribution.
 *
 * <p>Let {@code S_(1) <= ... <= S_(n)} be the calibration scores. The k-th smallest score of the
 * batch is at most {@code S_(R_k)}, where the ranks {@code 1 <= R_1 <= ... <= R_m <= n + 1} are a
 * multiset of which all are equally probable, by exchangeability. For any rank ordering function h
 * let q be the (1 - alpha)-quantile of h(R); then the batch's g is at most {@code max g(S_(r_1),
 * ..., S_(r_m))} over all r with {@code h(r) <= q}.
 *
 * <pre>
 * mean:    h(r) = r_1 + ... + r_m; the maximum by dynamic programming
 * median:  h(r) = r_k, so the bound is S_(q), q of a negative hypergeometric distribution
 * </pre>
 *
 * <p>Lower bounds are upper bounds of the negated scores; each side takes alpha / 2. The paper
 * needs scores with known ends for the mean, as {@code S_(n+1)} is the upper end. Without ends h is
 * infinite here where {@code r_m = n + 1}, which keeps to the theorem and leaves a finite bound
 * when {@code m / (n + m) <= alpha / 2}.
 */
@MethodInfo(
        name = "batch-predictive",
        area = Area.UNCERTAINTY,
        does = "interval for the mean or median of a batch of samples, by dynamic programming",
        paper = "Batch Predictive Inference",
        source = "Lee, Tchetgen Tchetgen and Dobriban, 2024, arXiv:2409.13990",
        needs = Trait.HELD_OUT_PREDICTIONS)
public final class BatchPredictive implements UncertaintyMethod {
    /** Bounds the time of the dynamic programme: some 0.1 s. */
    private static final int MOST_RANKS = 10_000;

    /**
     * @param alpha probability of missing the truth
     * @param batch samples of a batch, m
     * @param target what is bounded
     */
    public record Settings(
            @Real(
                            min = 0.001,
                            max = 0.5,
                            preset = 0.1,
                            about = "share of batches that may be missed")
                    double alpha,
            @Whole(min = 1, max = 100, preset = 10, about = "samples of a batch") int batch,
            @OneOf(preset = "mean", about = "what is bounded of a batch") BatchTarget target) {
        public static final Settings DEFAULT = new Settings(0.1, 10, BatchTarget.MEAN);
    }

    private final Settings settings;

    public BatchPredictive(Settings settings) {
        this.settings = SettingsSchema.checked(settings);
    }

    /** As {@link #interval(double[], Interval)}, of scores without known ends. */
    public Interval interval(double[] calibrationScores) {
        return interval(
                calibrationScores,
                new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY));
    }

    /**
     * Interval for the target of the scores of a future batch. An end is that of the scores, so
     * possibly infinite, when there are too few calibration scores to say more.
     *
     * @param calibrationScores finite; for the mean only the first 10,000 / m are used
     * @param ends which all scores are known to keep to
     */
    public Interval interval(double[] calibrationScores, Interval ends) {
        for (double score : calibrationScores) {
            if (!Double.isFinite(score) || !ends.contains(score)) {
                throw new IllegalArgumentException(
                        "calibration score %s; scores are finite, from %s to %s"
                                .formatted(score, ends.low(), ends.high()));
            }
        }
        if (calibrationScores.length == 0) {
            throw new IllegalArgumentException("no calibration scores; at least 1 is needed");
        }
        return switch (settings.target()) {
            case MEAN -> mean(calibrationScores, ends);
            case MEDIAN -> median(calibrationScores, ends);
        };
    }

    private Interval mean(double[] scores, Interval ends) {
        double[] used = Arrays.copyOf(scores, Math.min(scores.length, most()));
        double[] negated = Arrays.stream(used).map(score -> -score).toArray();
        return new Interval(-upperMean(negated, -ends.low()), upperMean(used, ends.high()));
    }

    private int most() {
        return MOST_RANKS / settings.batch();
    }

    private double upperMean(double[] scores, double end) {
        int n = scores.length;
        int m = settings.batch();
        int ranks = Double.isInfinite(end) ? n : n + 1;
        int budget = RankSums.budget(n, m, ranks, settings.alpha() / 2);
        if (budget < 0) {
            return end;
        }
        double[] sorted = Arrays.copyOf(scores, ranks);
        Arrays.sort(sorted, 0, n);
        if (ranks > n) {
            sorted[n] = end;
        }
        return RankBudget.largestSum(sorted, m, budget) / m;
    }

    /**
     * The median of an even number is the mean of the two in the middle, so the lower end is of the
     * lower one and the upper end of the upper one.
     */
    private Interval median(double[] scores, Interval ends) {
        int n = scores.length;
        int m = settings.batch();
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        int high = RankSums.quantile(n, m, m / 2 + 1, 1 - settings.alpha() / 2);
        // by symmetry: the k-th smallest is the k-th largest of the negated scores
        int low = n + 1 - RankSums.quantile(n, m, m / 2 + 1, 1 - settings.alpha() / 2);
        return new Interval(
                low < 1 ? ends.low() : sorted[low - 1], high > n ? ends.high() : sorted[high - 1]);
    }

    /**
     * Of consecutive batches of the test half: share of {@code covered} ones, {@code width}, {@code
     * batches}. Scores of numbers are residuals: the interval is for the mean of a batch's targets
     * (its mean prediction is added), or for the median of its residuals. Scores of classes are 1
     * where the prediction is right and 0 elsewhere: the interval is for the accuracy of a batch.
     */
    @Override
    public Figures assess(HeldOutPredictions predictions) {
        if (predictions instanceof HeldOutPredictions.Points points) {
            return assess(interval(points.calibration().residuals()), points.test().residuals());
        }
        HeldOutPredictions.Classes classes = (HeldOutPredictions.Classes) predictions;
        return assess(
                interval(hits(classes.calibration()), new Interval(0, 1)), hits(classes.test()));
    }

    private static double[] hits(ClassPredictions predictions) {
        boolean[] correct = predictions.correct();
        double[] hits = new double[correct.length];
        for (int i = 0; i < hits.length; i++) {
            hits[i] = correct[i] ? 1 : 0;
        }
        return hits;
    }

    private Figures assess(Interval interval, double[] scores) {
        int m = settings.batch();
        int batches = scores.length / m;
        if (batches == 0) {
            throw new IllegalArgumentException(
                    "%d test samples make no batch of %d".formatted(scores.length, m));
        }
        if (Double.isInfinite(interval.width())) {
            throw new IllegalArgumentException(
                    "too few calibration samples for batches of %d at alpha %s; take more samples, a smaller batch or a larger alpha"
                            .formatted(m, settings.alpha()));
        }
        double covered = 0;
        for (int b = 0; b < batches; b++) {
            double[] batch = Arrays.copyOfRange(scores, b * m, (b + 1) * m);
            covered += interval.contains(target(batch)) ? 1 : 0;
        }
        return Figures.NONE
                .with("covered", covered / batches)
                .with("width", interval.width())
                .with("batches", batches);
    }

    private double target(double[] batch) {
        return switch (settings.target()) {
            case MEAN -> Arrays.stream(batch).average().orElseThrow();
            case MEDIAN -> {
                Arrays.sort(batch);
                int m = batch.length;
                yield (batch[(m - 1) / 2] + batch[m / 2]) / 2;
            }
        };
    }
}
