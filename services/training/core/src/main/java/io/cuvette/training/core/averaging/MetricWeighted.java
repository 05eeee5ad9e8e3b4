package io.cuvette.training.core.averaging;

import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.MethodState;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.method.Whole;
import io.cuvette.training.core.tensor.Parameters;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Metrics-weighted averaging (Yu and Choi 2025): the mean of several weights, each with a share by
 * its held-out metric.
 *
 * <pre>
 * share_i = q_i^power / sum_j q_j^power,   q = 1 / loss, or a metric of which more is better
 * </pre>
 *
 * <p>The paper's penalty factor is the power here; its formula could not be read, and this is what
 * its words most plausibly mean. Memory: as many copies of the model on the heap as there are
 * snapshots.
 */
@MethodInfo(
        name = "metric-weighted",
        area = Area.AVERAGING,
        does = "mean of the weights after the latest epochs, weighted by a held-out metric",
        paper = "Parameter-Efficient Checkpoint Merging via Metrics-Weighted Averaging",
        source = "Yu and Choi, 2025, arXiv:2504.18580",
        keeps = "the weights after the latest epochs and their metrics",
        needs = {Trait.GRADIENTS, Trait.HELD_OUT_LOSS})
public final class MetricWeighted implements Averager {
    private static final double SMALLEST = 1e-12;

    /**
     * @param snapshots of the latest epochs
     * @param power 0 is the plain mean
     */
    public record Settings(
            @Whole(min = 1, max = 64, preset = 8, about = "latest epochs whose weights are kept")
                    int snapshots,
            @Real(min = 0, max = 100, preset = 4, about = "how much better epochs are preferred")
                    double power) {
        public static final Settings DEFAULT = new Settings(8, 4);
    }

    private final Snapshots snapshots;
    private final String metric;
    private final boolean larger;
    private final double power;

    /**
     * @param metric name of an epoch's metric, which is never negative
     * @param larger whether larger values of it are better
     */
    public MetricWeighted(String metric, boolean larger, Settings settings) {
        this.snapshots = new Snapshots(SettingsSchema.checked(settings).snapshots());
        this.power = settings.power();
        this.metric = metric;
        this.larger = larger;
    }

    /**
     * The mean of several runs.
     *
     * @param metrics one a run, not negative
     */
    public static WeightSet ofRuns(
            List<WeightSet> runs, double[] metrics, boolean larger, double power) {
        return WeightSet.mean(runs, shares(metrics, larger, power));
    }

    /** Shares that sum to 1; through logarithms, so that no power overflows. */
    static double[] shares(double[] metrics, boolean larger, double power) {
        double[] logs = new double[metrics.length];
        for (int i = 0; i < logs.length; i++) {
            requireMetric("metric " + i, metrics[i]);
            logs[i] = power * Math.log(Math.max(metrics[i], SMALLEST)) * (larger ? 1 : -1);
        }
        double largest = Arrays.stream(logs).max().orElse(0);
        double[] shares = Arrays.stream(logs).map(log -> Math.exp(log - largest)).toArray();
        double sum = Arrays.stream(shares).sum();
        return Arrays.stream(shares).map(share -> share / sum).toArray();
    }

    private static void requireMetric(String name, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(
                    "%s is %s; to weight by it, it has to be finite and not negative"
                            .formatted(name, value));
        }
    }

    @Override
    public void afterEpoch(Parameters parameters, Map<String, Double> metrics, long epoch) {
        Double value = metrics.get(metric);
        if (value == null) {
            throw new IllegalArgumentException(
                    "epoch %d has no %s to weight by; it has %s"
                            .formatted(epoch, metric, metrics.keySet()));
        }
        requireMetric(metric, value);
        snapshots.add(parameters, value);
    }

    @Override
    public void finish(Parameters parameters) {
        if (!snapshots.all().isEmpty()) {
            double[] metrics =
                    snapshots.all().stream().mapToDouble(Snapshots.Snapshot::value).toArray();
            ofRuns(snapshots.weights(), metrics, larger, power).into(parameters);
        }
    }

    @Override
    public MethodState save() {
        return snapshots.save();
    }

    @Override
    public void restore(MethodState state) {
        snapshots.restore(state);
    }
}
