package io.cuvette.training.core.sampling;

import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.Flag;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.MethodState;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.method.Whole;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Stands in for a larger batch by samples whose gradients represent it (CoLM, Nguyen et al. 2025,
 * section 4). Samples of small sources are all kept: gradient matching would pass over them. The
 * rest of the places go to the large sources, to each in proportion to its candidates, for the
 * medoids of its gradients: greedily those that most lower the sum of L1 distances of the source's
 * samples to the nearest medoid. Distances are between gradients as Adam would see them,
 *
 * <pre>
 * m_i = (beta1 m + (1 - beta1) g_i) / (1 - beta1^t)
 * v_i = (beta2 v + (1 - beta2) g_i^2) / (1 - beta2^t)
 * z_i = m_i / (sqrt(v_i) + epsilon)
 * </pre>
 *
 * <p>with m and v kept from the mean gradients of the large sources' samples before, in the {@code
 * dimensions} coordinates where the mean of |z| is largest.
 *
 * <p>The authors estimate the gradients of the last value projection by zeroth order; here the
 * caller gives those of the last layer. When they call a source small we found nowhere; here if its
 * share of all candidates so far is below {@code smallBelow} times an even share, as long as such
 * samples take half of the places at most, the smallest sources first. With {@code clusterWeights}
 * a medoid weighs as many samples as are nearest to it, nearer to the large batch's mean; without,
 * small sources gain weight, which is where the method gained in our tests.
 */
@MethodInfo(
        name = "coreset",
        area = Area.SAMPLING,
        does = "few samples whose gradients stand for a larger batch, small sources kept",
        paper = "Mini-batch Coresets for Memory-efficient Language Model Training on Data Mixtures",
        source = "Nguyen, Yang, Anand, Yang and Mirzasoleiman, ICLR 2025, arXiv:2407.19580",
        keeps = "mean gradient and mean square of the last layer, samples seen of each source",
        needs = {Trait.SAMPLE_LOSSES, Trait.LAST_LAYER_GRADIENTS, Trait.SOURCES})
public final class Coreset implements SampleSelection {

    public record Settings(
            @Whole(
                            min = 1,
                            max = 100,
                            preset = 4,
                            about = "samples looked at for each one that is kept")
                    int candidates,
            @Real(min = 0, max = 0.999999, preset = 0.9, about = "decay of the mean gradient")
                    double beta1,
            @Real(min = 0, max = 0.9999999, preset = 0.999, about = "decay of the mean square")
                    double beta2,
            @Whole(
                            min = 1,
                            max = 1_000_000,
                            preset = 1024,
                            about = "coordinates of the gradient that are compared at most")
                    int dimensions,
            @Real(
                            min = 0,
                            max = 1,
                            preset = 0.5,
                            about = "share of an even share below which a source is small")
                    double smallBelow,
            @Flag(preset = false, about = "a medoid weighs as much as the samples nearest to it")
                    boolean clusterWeights) {}

    private final Settings settings;
    private long steps;
    private double[] mean = {};
    private double[] square = {};
    private double[] seen = {};

    public Coreset(Settings settings) {
        this.settings = SettingsSchema.checked(settings);
    }

    @Override
    public int candidates() {
        return settings.candidates();
    }

    @Override
    public SampleVectors vectors() {
        return SampleVectors.LAST_LAYER_GRADIENTS;
    }

    @Override
    public Selected select(SampleSignals signals) {
        double[][] gradients = signals.requireVectors(vectors());
        int[] sources = signals.sourcesOrOne();
        requireSize(gradients[0].length);
        note(sources);
        steps++;
        double[][] z = new NormalisedGradients(settings, steps, mean, square).of(gradients);
        int places = count(signals.size());
        boolean[] small = smallSources(sources, places);
        int[] keptWhole = IntStream.range(0, z.length).filter(i -> small[sources[i]]).toArray();
        int[] large = IntStream.range(0, z.length).filter(i -> !small[sources[i]]).toArray();
        double[] weights = new double[z.length];
        Arrays.stream(keptWhole).forEach(i -> weights[i] = 1);
        List<int[]> groups = bySource(large, sources);
        int[] shares = shares(groups, places - keptWhole.length, large.length);
        for (int k = 0; k < shares.length; k++) {
            Medoids.select(groups.get(k), z, shares[k], weights);
        }
        remember(gradients, large);
        int[] kept = IntStream.range(0, z.length).filter(i -> weights[i] > 0).toArray();
        return settings.clusterWeights()
                ? Selected.weighted(
                        kept, Arrays.stream(kept).mapToDouble(i -> weights[i]).toArray())
                : Selected.evenly(kept);
    }

    private void requireSize(int size) {
        if (mean.length == 0) {
            mean = new double[size];
            square = new double[size];
        } else if (mean.length != size) {
            throw new IllegalArgumentException(
                    "gradients of %d values after ones of %d".formatted(size, mean.length));
        }
    }

    private void note(int[] sources) {
        int number = Arrays.stream(sources).max().orElseThrow() + 1;
        if (number > seen.length) {
            seen = Arrays.copyOf(seen, number);
        }
        for (int source : sources) {
            seen[source]++;
        }
    }

    private boolean[] smallSources(int[] sources, int places) {
        boolean[] small = new boolean[seen.length];
        double total = Arrays.stream(seen).sum();
        double even = total / Arrays.stream(seen).filter(n -> n > 0).count();
        int[] ofBatch = new int[seen.length];
        for (int source : sources) {
            ofBatch[source]++;
        }
        int[] ascending =
                IntStream.range(0, seen.length)
                        .boxed()
                        .sorted((a, b) -> Double.compare(seen[a], seen[b]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        int taken = 0;
        for (int source : ascending) {
            if (seen[source] >= settings.smallBelow() * even
                    || taken + ofBatch[source] > places / 2) {
                break;
            }
            small[source] = true;
            taken += ofBatch[source];
        }
        return small;
    }

    private List<int[]> bySource(int[] positions, int[] sources) {
        List<int[]> groups = new ArrayList<>();
        for (int source = 0; source < seen.length; source++) {
            int wanted = source;
            int[] group = Arrays.stream(positions).filter(i -> sources[i] == wanted).toArray();
            if (group.length > 0) {
                groups.add(group);
            }
        }
        return groups;
    }

    /** Places of each group in proportion to its size, the largest remainders rounded up. */
    private static int[] shares(List<int[]> groups, int places, int size) {
        int[] shares = new int[groups.size()];
        double[] remainders = new double[shares.length];
        int left = Math.min(places, size);
        for (int k = 0; k < shares.length; k++) {
            double exact = (double) Math.min(places, size) * groups.get(k).length / size;
            shares[k] = (int) exact;
            remainders[k] = exact - shares[k];
            left -= shares[k];
        }
        for (; left > 0; left--) {
            int most = 0;
            for (int k = 1; k < remainders.length; k++) {
                most = remainders[k] > remainders[most] ? k : most;
            }
            shares[most]++;
            remainders[most] = -1;
        }
        return shares;
    }

    private void remember(double[][] gradients, int[] large) {
        if (large.length == 0) {
            return;
        }
        for (int d = 0; d < mean.length; d++) {
            double sum = 0;
            for (int i : large) {
                sum += gradients[i][d];
            }
            double g = sum / large.length;
            mean[d] = settings.beta1() * mean[d] + (1 - settings.beta1()) * g;
            square[d] = settings.beta2() * square[d] + (1 - settings.beta2()) * g * g;
        }
    }

    @Override
    public MethodState save() {
        MethodState state = new MethodState().numbers("steps", (double) steps);
        if (steps > 0) {
            state.numbers("mean", mean).numbers("square", square).numbers("seen", seen);
        }
        return state;
    }

    @Override
    public void restore(MethodState state) {
        steps = (long) state.numbers("steps")[0];
        mean = steps > 0 ? state.numbers("mean") : new double[0];
        square = steps > 0 ? state.numbers("square") : new double[0];
        seen = steps > 0 ? state.numbers("seen") : new double[0];
    }
}
