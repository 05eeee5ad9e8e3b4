package io.cuvette.training.core.sampling;

import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.testing.RateSearch;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Four sources of unequal size, each with clusters of its own that mostly have one label. */
final class MixedSources {
    private static final double[] SHARES = {0.6, 0.3, 0.06, 0.04};
    private static final int CLUSTERS = 6;
    private static final int CLASSES = 6;
    private static final int INPUTS = 12;
    private static final int CANDIDATES = 64;
    private static final int KEPT = 16;
    private static final int STEPS = 100;

    enum Training {
        CORESET,
        RANDOM_KEPT,
        RANDOM,
        LARGE
    }

    private record Sample(double[] x, int label) {}

    private final RandomStream random;
    private final double[][][] centres = new double[SHARES.length][CLUSTERS][INPUTS];
    private final int[][] labels = new int[SHARES.length][CLUSTERS];
    private final SoftmaxClassifier model = new SoftmaxClassifier(INPUTS, CLASSES);
    private final Coreset coreset =
            new Coreset(new Coreset.Settings(CANDIDATES / KEPT, 0.9, 0.999, 1024, 0.5, false));

    private MixedSources(long seed) {
        this.random = new RandomStream(seed);
        for (int s = 0; s < SHARES.length; s++) {
            for (int c = 0; c < CLUSTERS; c++) {
                Arrays.setAll(centres[s][c], j -> 1.2 * random.nextGaussian());
                labels[s][c] = random.nextInt(CLASSES);
            }
        }
    }

    /** Mean over the sources, and weighted by their sizes; each at its best rate. */
    static double[] losses(double[] rates, Training training) {
        RateSearch search = RateSearch.over(rates);
        double mean = search.mean((rate, seed) -> new MixedSources(seed).train(training, rate))[0];
        double bySize =
                search.mean(
                                (rate, seed) -> {
                                    double[] both = new MixedSources(seed).train(training, rate);
                                    return new double[] {both[1], both[0]};
                                })[0];
        return new double[] {mean, bySize};
    }

    private Sample sample(int source) {
        int cluster = random.nextInt(CLUSTERS);
        boolean usual = random.nextDouble() < 0.8;
        int label = usual ? labels[source][cluster] : random.nextInt(CLASSES);
        double[] x =
                Arrays.stream(centres[source][cluster])
                        .map(m -> m + 0.4 * random.nextGaussian())
                        .toArray();
        return new Sample(x, label);
    }

    private int source() {
        double u = random.nextDouble();
        int s = 0;
        while (s < SHARES.length - 1 && u >= SHARES[s]) {
            u -= SHARES[s++];
        }
        return s;
    }

    private int[] select(Sample[] samples, int[] sources, Training training) {
        int[] all = IntStream.range(0, samples.length).toArray();
        return switch (training) {
            case LARGE -> all;
            case RANDOM -> Arrays.copyOf(all, KEPT);
            case RANDOM_KEPT ->
                    // the small sources' first; both parts are in random order already
                    IntStream.concat(
                                    Arrays.stream(all).filter(i -> SHARES[sources[i]] < 0.1),
                                    Arrays.stream(all).filter(i -> SHARES[sources[i]] >= 0.1))
                            .limit(KEPT)
                            .toArray();
            case CORESET -> {
                double[][] gradients = new double[samples.length][];
                double[] losses = new double[samples.length];
                for (int i : all) {
                    gradients[i] = model.gradient(samples[i].x(), samples[i].label());
                    losses[i] = model.loss(samples[i].x(), samples[i].label());
                }
                yield coreset.select(new SampleSignals(losses, gradients, sources)).positions();
            }
        };
    }

    private double[] train(Training training, double rate) {
        for (int step = 0; step < STEPS; step++) {
            int[] sources = IntStream.range(0, CANDIDATES).map(i -> source()).toArray();
            Sample[] samples = Arrays.stream(sources).mapToObj(this::sample).toArray(Sample[]::new);
            int[] kept = select(samples, sources, training);
            double[] gradient = new double[model.weights.length];
            for (int i : kept) {
                model.addGradient(samples[i].x(), samples[i].label(), 1.0 / kept.length, gradient);
            }
            model.adam(rate * (1 - (double) step / STEPS), gradient);
        }
        double[] losses = new double[2];
        for (int s = 0; s < SHARES.length; s++) {
            double loss = 0;
            for (int i = 0; i < 400; i++) {
                Sample sample = sample(s);
                loss += model.loss(sample.x(), sample.label()) / 400;
            }
            losses[0] += loss / SHARES.length;
            losses[1] += SHARES[s] * loss;
        }
        return losses;
    }
}
