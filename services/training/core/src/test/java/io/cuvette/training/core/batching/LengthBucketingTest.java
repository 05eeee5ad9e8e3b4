package io.cuvette.training.core.batching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.sampling.EpochSampler;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.testing.ClaimOf;
import io.cuvette.training.core.testing.MeasuredClaim;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LengthBucketingTest {

    private static int[] range(int from, int to) {
        return IntStream.range(from, to).toArray();
    }

    /** Log-normal lengths with median 60 and a long tail, at most 1000. */
    private static int[] lengths(int rows) {
        RandomStream random = new RandomStream(7);
        return IntStream.range(0, rows)
                .map(i -> (int) Math.min(1000, 1 + 60 * Math.exp(0.8 * random.nextGaussian())))
                .toArray();
    }

    private static LengthBucketing sampler(int buckets, int cap, int[] lengths, long seed) {
        return new LengthBucketing(
                new LengthBucketing.Settings(buckets, cap),
                range(100, 100 + lengths.length),
                lengths,
                seed);
    }

    @Test
    void anEpochHoldsEveryRowOnceAndNoBatchPassesTheCap() {
        int[] lengths = lengths(500);
        LengthBucketing sampler = sampler(8, 2000, lengths, 1);
        for (long epoch = 0; epoch < 3; epoch++) {
            boolean[] seen = new boolean[500];
            for (int step = 0; step < sampler.stepsPerEpoch(); step++) {
                int[] batch = sampler.batch(epoch, step);
                int longest =
                        Arrays.stream(batch).map(row -> lengths[row - 100]).max().orElseThrow();
                assertThat(batch.length * longest).isLessThanOrEqualTo(2000);
                for (int row : batch) {
                    assertThat(seen[row - 100]).isFalse();
                    seen[row - 100] = true;
                }
            }
            assertThat(seen).doesNotContain(false);
        }
    }

    @Test
    void aBatchDependsOnSeedAndPositionOnly() {
        int[] lengths = lengths(200);
        LengthBucketing visited = sampler(4, 1500, lengths, 3);
        visited.batch(0, 1);
        visited.batch(5, 0);
        LengthBucketing fresh = sampler(4, 1500, lengths, 3);
        assertThat(fresh.batch(2, 3)).isEqualTo(visited.batch(2, 3));
        assertThat(fresh.batch(2, 3)).isNotEqualTo(fresh.batch(1, 3));
        assertThat(sampler(4, 1500, lengths, 4).batch(2, 3)).isNotEqualTo(fresh.batch(2, 3));
    }

    @Test
    void paddingIsCountedOverTheBatchesOfAnEpoch() {
        // buckets of 6 and 12 tokens: rows {2, 2, 2} and {6, 6}; cap 12 gives 6 and 2 rows a batch
        LengthBucketing even = sampler(2, 12, new int[] {6, 2, 2, 6, 2}, 1);
        assertThat(even.stepsPerEpoch()).isEqualTo(2);
        assertThat(even.paddingShare(0)).isZero();
        // one bucket, one batch: 5 * 6 places for 18 tokens
        LengthBucketing mixed = sampler(1, 30, new int[] {6, 2, 2, 6, 2}, 1);
        assertThat(mixed.stepsPerEpoch()).isEqualTo(1);
        assertThat(mixed.paddingShare(0)).isCloseTo(0.4, within(1e-12));
    }

    @ClaimOf(area = Area.BATCHING, value = "length-bucketing")
    @Test
    void paddingIsLessThanHalfOfThatOfRandomBatches() {
        int[] lengths = lengths(4000);
        int cap = 4096;
        LengthBucketing buckets = sampler(10, cap, lengths, 1);
        // random batches of as many rows on average
        int rows = Math.round(4000f / buckets.stepsPerEpoch());
        double bucketed = buckets.paddingShare(0);
        double random = randomPadding(lengths, rows);
        // under the cap random batches may only have the rows that fit at the greatest length
        int safeRows = cap / Arrays.stream(lengths).max().orElseThrow();
        int safeSteps = (4000 + safeRows - 1) / safeRows;
        assertThat(bucketed).isLessThan(0.5 * random);
        MeasuredClaim.of(Area.BATCHING, "length-bucketing")
                .figure("bucketed", 100 * bucketed)
                .figure("random", 100 * random)
                .figure("rows", rows)
                .figure("steps", buckets.stepsPerEpoch())
                .figure("safe steps", safeSteps)
                .shows(
                        "log-normal lengths, 10 buckets: {bucketed} % of tokens are padding, in"
                                + " random batches of the same {rows} rows on average {random} %;"
                                + " {steps} steps an epoch under the cap, where batches that fit"
                                + " the longest rows need {safe steps}");
    }

    private static double randomPadding(int[] lengths, int batchSize) {
        EpochSampler sampler = new EpochSampler(range(0, lengths.length), batchSize, false, 1);
        long padded = 0;
        for (int step = 0; step < sampler.stepsPerEpoch(); step++) {
            int[] batch = sampler.batch(0, step);
            padded +=
                    (long) batch.length
                            * Arrays.stream(batch).map(i -> lengths[i]).max().orElseThrow();
        }
        return 1 - Arrays.stream(lengths).asLongStream().sum() / (double) padded;
    }

    @Test
    void rowsThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> sampler(2, 5, new int[] {3, 6}, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("row 101 has 6 tokens; allowed are 1 to batchTokens 5");
        assertThatThrownBy(() -> sampler(2, 5, new int[] {3, 0}, 1))
                .hasMessageContaining("row 101 has 0 tokens");
        assertThatThrownBy(() -> sampler(2, 5, new int[0], 1)).hasMessageContaining("no rows");
        assertThatThrownBy(
                        () ->
                                new LengthBucketing(
                                        new LengthBucketing.Settings(2, 5),
                                        range(0, 3),
                                        new int[2],
                                        1))
                .hasMessageContaining("2 lengths for 3 rows");
        assertThatThrownBy(() -> sampler(0, 5, new int[] {3}, 1))
                .hasMessageContaining("buckets is 0; allowed are 1 to 1000");
        assertThatThrownBy(() -> sampler(2, 5, new int[] {3}, 1).batch(0, 1))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining("step 1 of 1");
    }
}
