package io.cuvette.training.core.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.testing.ClaimOf;
import io.cuvette.training.core.testing.MeasuredClaim;
import io.cuvette.training.core.testing.RateSearch;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Selections against random ones of the same size and against the whole candidate batch. */
class SelectionClaimsIT {

    /** What is trained on of a candidate batch. */
    private enum Share {
        SELECTED,
        RANDOM,
        ALL
    }

    /** Sequences of tokens whose next token is to be told from a noisy embedding. */
    private static final class Sequences {
        private static final int TOKENS = 4;
        private static final int VOCABULARY = 12;
        private static final int INPUTS = 16;
        private static final int CANDIDATES = 16;

        private final double faint;
        private final RandomStream random;
        private final double[][] embedding = new double[VOCABULARY][INPUTS];
        private final int[] next;
        private final SoftmaxClassifier model = new SoftmaxClassifier(INPUTS, VOCABULARY);
        private final Uds uds;

        private record Sequence(int[] tokens, double[][] x) {}

        /**
         * @param faint share of sequences with a fifth of the signal and all of the noise
         */
        Sequences(double faint, long seed) {
            this.faint = faint;
            this.random = new RandomStream(seed);
            for (double[] row : embedding) {
                Arrays.setAll(row, j -> 2 / Math.sqrt(INPUTS) * random.nextGaussian());
            }
            this.next = random.permutation(VOCABULARY);
            this.uds = new Uds(seed, new Uds.Settings(2, TOKENS, 0.0025, 1024, 8, 128));
        }

        private Sequence sequence() {
            int[] tokens = new int[TOKENS];
            Arrays.setAll(tokens, t -> random.nextInt(VOCABULARY));
            double signal = random.nextDouble() < faint ? 0.2 : 1;
            double[][] x = new double[TOKENS][INPUTS];
            for (int t = 0; t < TOKENS; t++) {
                double[] e = embedding[tokens[t]];
                Arrays.setAll(x[t], j -> signal * e[j] + 0.3 * random.nextGaussian());
            }
            return new Sequence(tokens, x);
        }

        /** By the outputs alone: what is selected does not depend on losses. */
        private int[] select(Sequence[] candidates, Share share) {
            if (share != Share.SELECTED) {
                // in random order already
                int kept = share == Share.ALL ? CANDIDATES : CANDIDATES / 2;
                return IntStream.range(0, kept).toArray();
            }
            double[][] outputs = new double[CANDIDATES][TOKENS * VOCABULARY];
            for (int i = 0; i < CANDIDATES; i++) {
                for (int t = 0; t < TOKENS; t++) {
                    double[] logits = model.logits(candidates[i].x()[t]);
                    System.arraycopy(logits, 0, outputs[i], t * VOCABULARY, VOCABULARY);
                }
            }
            return uds.select(new SampleSignals(new double[CANDIDATES], outputs, new int[0]))
                    .positions();
        }

        private double loss(Sequence sequence) {
            return IntStream.range(0, TOKENS)
                    .mapToDouble(t -> model.loss(sequence.x()[t], next[sequence.tokens()[t]]))
                    .average()
                    .orElseThrow();
        }

        double train(Share share, double rate) {
            for (int step = 0; step < 80; step++) {
                Sequence[] candidates = new Sequence[CANDIDATES];
                Arrays.setAll(candidates, i -> sequence());
                int[] kept = select(candidates, share);
                double[] gradient = new double[model.weights.length];
                for (int i : kept) {
                    for (int t = 0; t < TOKENS; t++) {
                        int label = next[candidates[i].tokens()[t]];
                        double weight = 1.0 / kept.length / TOKENS;
                        model.addGradient(candidates[i].x()[t], label, weight, gradient);
                    }
                }
                model.sgd(rate, gradient);
            }
            return IntStream.range(0, 500)
                    .mapToDouble(i -> loss(sequence()))
                    .average()
                    .orElseThrow();
        }

        static double[][] bySeed(double faint, Share share) {
            return new RateSearch(
                            new double[] {2, 4, 8, 16},
                            new RateSearch.Seeds(50, 3),
                            new RateSearch.Seeds(500, 12))
                    .lowest(
                            (rate, seed) ->
                                    new double[] {new Sequences(faint, seed).train(share, rate)});
        }

        static double mean(double[][] bySeed) {
            return RateSearch.mean(bySeed)[0];
        }
    }

    /** Mean of what the selection has over a random half on the same sequences, and its error. */
    private record Difference(double mean, double error) {
        static Difference of(double[][] selected, double[][] random) {
            int n = random.length;
            double mean = Sequences.mean(selected) - Sequences.mean(random);
            double squares =
                    IntStream.range(0, n)
                            .mapToDouble(s -> selected[s][0] - random[s][0] - mean)
                            .map(d -> d * d)
                            .sum();
            return new Difference(mean, Math.sqrt(squares / (n - 1) / n));
        }
    }

    @ClaimOf(area = Area.SAMPLING, value = "uds")
    @Test
    void halfOfTheDataByUtilityIsLikeARandomHalf() {
        double[][] selected = Sequences.bySeed(0.7, Share.SELECTED);
        double[][] random = Sequences.bySeed(0.7, Share.RANDOM);
        double[][] all = Sequences.bySeed(0.7, Share.ALL);
        Difference faint = Difference.of(selected, random);
        double selectedAlike = Sequences.mean(Sequences.bySeed(0, Share.SELECTED));
        double randomAlike = Sequences.mean(Sequences.bySeed(0, Share.RANDOM));
        // neither better nor worse, by three standard errors
        assertThat(Math.abs(faint.mean())).isLessThan(3 * faint.error());
        assertThat(selectedAlike).isLessThan(1.5 * randomAlike);
        MeasuredClaim.of(Area.SAMPLING, "uds")
                .figure("uds", Sequences.mean(selected))
                .figure("random half", Sequences.mean(random))
                .figure("all", Sequences.mean(all))
                .figure("seeds", random.length)
                .figure("error", faint.error())
                .figure("uds, alike", selectedAlike)
                .figure("random half, alike", randomAlike)
                .within(0.5)
                .doesNotShow(
                        "no gain over a random half: where seven of ten sequences carry little"
                                + " signal, held-out loss {uds} with half of each batch, {random"
                                + " half} with a random half and {all} with all of it (standard"
                                + " error of the first two's difference {error}, {seeds} seeds);"
                                + " where all carry as much {uds, alike} against {random half,"
                                + " alike}, a little worse");
    }

    @ClaimOf(area = Area.SAMPLING, value = "coreset")
    @Test
    void sixteenOfSixtyFourServeSmallSourcesBetterThanAll() {
        double[] rates = {0.01, 0.03, 0.1, 0.2, 0.4};
        double[] coreset = MixedSources.losses(rates, MixedSources.Training.CORESET);
        double[] unweighted = MixedSources.losses(rates, MixedSources.Training.RANDOM_KEPT);
        double[] random = MixedSources.losses(rates, MixedSources.Training.RANDOM);
        double[] large = MixedSources.losses(rates, MixedSources.Training.LARGE);
        assertThat(coreset[0]).isLessThanOrEqualTo(large[0]);
        assertThat(coreset[0]).isLessThan(random[0]);
        MeasuredClaim.of(Area.SAMPLING, "coreset")
                .figure("coreset", coreset[0])
                .figure("large", large[0])
                .figure("random", random[0])
                .figure("random kept", unweighted[0])
                .figure("coreset, by size", coreset[1])
                .figure("large, by size", large[1])
                .figure("random, by size", random[1])
                .shows(
                        "mean loss over four unequal sources {coreset} with 16 of 64 samples"
                                + " against {large} with all 64, {random} with 16 random ones and"
                                + " {random kept} with all of the small sources' and random others;"
                                + " weighted by the sources' sizes {coreset, by size} against"
                                + " {large, by size} and {random, by size}: large sources pay for"
                                + " it");
    }
}
