package io.cuvette.training.core.uncertainty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.training.core.method.Figures;
import io.cuvette.training.core.tensor.RandomStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchPredictiveTest {

    @Test
    void sumsOfRanksAreCountedAsByListingThem() {
        for (int largest : new int[] {1, 4, 7}) {
            double[] counts = new double[3 * largest + 1];
            double total = 0;
            for (int a = 0; a <= largest; a++) {
                for (int b = a; b <= largest; b++) {
                    for (int c = b; c <= largest; c++) {
                        counts[a + b + c]++;
                        total++;
                    }
                }
            }
            double[] probabilities = RankSums.probabilities(largest, 3);
            for (int s = 0; s < counts.length; s++) {
                assertThat(probabilities[s]).isCloseTo(counts[s] / total, within(1e-14));
            }
        }
        // thousands of terms: still a distribution, of the known mean
        double[] many = RankSums.probabilities(500, 20);
        assertThat(IntStream.range(0, many.length).mapToDouble(s -> many[s]).sum())
                .isCloseTo(1, within(1e-10));
        assertThat(IntStream.range(0, many.length).mapToDouble(s -> s * many[s]).sum())
                .isCloseTo(20 * 250, within(1e-6));
    }

    @Test
    void rankQuantilesAreThoseOfTheNegativeHypergeometric() {
        // ranks of the middle of three scores among five: 21 36 ... counted by listing
        int n = 5;
        int[] counts = new int[n + 2];
        int total = 0;
        for (int a = 1; a <= n + 1; a++) {
            for (int b = a; b <= n + 1; b++) {
                counts[b] += n + 2 - b;
                total += n + 2 - b;
            }
        }
        double sum = 0;
        for (int r = 1; r <= n + 1; r++) {
            sum += (double) counts[r] / total;
            assertThat(RankSums.quantile(n, 3, 2, sum)).isEqualTo(r);
        }
    }

    @Test
    void intervalOfTheMeanIsTheLargestOverAllRanksWithinTheBudget() {
        double[] scores = {0.9, -0.3, 0.2, 0.7, -0.8, 0.1, 0.4};
        double[] sorted = {-0.8, -0.3, 0.1, 0.2, 0.4, 0.7, 0.9, 1};
        for (int m : new int[] {1, 2, 3, 4, 5}) {
            BatchPredictive method =
                    new BatchPredictive(new BatchPredictive.Settings(0.3, m, BatchTarget.MEAN));
            Interval interval = method.interval(scores, new Interval(-1, 1));
            int budget = RankSums.budget(7, m, 8, 0.15);
            assertThat(interval.high()).isCloseTo(largest(sorted, m, budget) / m, within(1e-12));
            assertThat(RankBudget.largestSum(sorted, m, m)).isCloseTo(-0.8 * m, within(1e-12));
        }
    }

    private static double largest(double[] sorted, int parts, int budget) {
        if (parts == 0) {
            return 0;
        }
        double best = Double.NEGATIVE_INFINITY;
        for (int r = 1; r <= sorted.length && budget - r >= parts - 1; r++) {
            best = Math.max(best, sorted[r - 1] + largest(sorted, parts - 1, budget - r));
        }
        return best;
    }

    @Test
    void intervalsMirrorWithTheScores() {
        RandomStream random = new RandomStream(3);
        double[] scores = IntStream.range(0, 80).mapToDouble(i -> random.nextGaussian()).toArray();
        double[] negated = IntStream.range(0, 80).mapToDouble(i -> -scores[i]).toArray();
        for (BatchTarget target : BatchTarget.values()) {
            BatchPredictive method =
                    new BatchPredictive(new BatchPredictive.Settings(0.2, 4, target));
            Interval interval = method.interval(scores);
            Interval mirrored = method.interval(negated);
            assertThat(mirrored.low()).isCloseTo(-interval.high(), within(1e-12));
            assertThat(mirrored.high()).isCloseTo(-interval.low(), within(1e-12));
            assertThat(interval.width()).isBetween(0.5, 4.0);
        }
    }

    @Test
    void withoutEndsTooFewScoresSayNothing() {
        BatchPredictive method = new BatchPredictive(BatchPredictive.Settings.DEFAULT);
        assertThat(method.interval(new double[20]).high()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(method.interval(new double[200]).high()).isZero();
        assertThatThrownBy(() -> method.interval(new double[0])).hasMessageContaining("at least 1");
        assertThatThrownBy(() -> method.interval(new double[] {2}, new Interval(0, 1)))
                .hasMessageContaining("calibration score 2.0");
        HeldOutPredictions few =
                HeldOutPredictions.split(new PointPredictions(new double[60], new double[60]), 1);
        assertThatThrownBy(() -> method.assess(few)).hasMessageContaining("too few calibration");
    }

    @Test
    void batchesOfClassesAreJudgedByTheirAccuracy() {
        RandomStream random = new RandomStream(9);
        double[][] logits = new double[1200][];
        int[] labels = new int[1200];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = new double[] {1, 0};
            labels[i] = random.nextDouble() < 0.8 ? 0 : 1;
        }
        HeldOutPredictions halves =
                HeldOutPredictions.split(new ClassPredictions(logits, labels), 4);
        Figures figures = new BatchPredictive(BatchPredictive.Settings.DEFAULT).assess(halves);
        assertThat(figures.get("batches")).isEqualTo(60);
        assertThat(figures.get("covered")).isGreaterThan(0.85);
        assertThat(figures.get("width")).isBetween(0.3, 0.8);
        BatchPredictive median =
                new BatchPredictive(new BatchPredictive.Settings(0.1, 10, BatchTarget.MEDIAN));
        assertThat(median.assess(halves).get("covered")).isGreaterThan(0.85);
    }
}
