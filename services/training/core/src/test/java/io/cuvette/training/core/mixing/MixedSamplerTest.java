package io.cuvette.training.core.mixing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodState;
import io.cuvette.training.core.testing.ClaimOf;
import io.cuvette.training.core.testing.MeasuredClaim;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MixedSamplerTest {

    private static int[][] rows(int... sizes) {
        return IntStream.range(0, sizes.length)
                .mapToObj(a -> IntStream.range(1000 * a, 1000 * a + sizes[a]).toArray())
                .toArray(int[][]::new);
    }

    @Test
    void rowsOfASourceComeOnceAPassInOrdersOfTheirOwn() {
        MixedSampler sampler = new MixedSampler(rows(12, 6), 4, new double[] {0.5, 0.5}, 3);
        assertThat(sampler.stepsPerEpoch()).isEqualTo(5);
        int[] drawn = new int[24];
        for (int t = 0; t < 12; t++) {
            int[] batch = sampler.batch(t / 5, t % 5);
            int[] second = Arrays.stream(batch).filter(row -> row >= 1000).toArray();
            assertThat(second).hasSize(2);
            System.arraycopy(second, 0, drawn, 2 * t, 2);
        }
        int[] first = Arrays.copyOf(drawn, 6);
        int[] next = Arrays.copyOfRange(drawn, 6, 12);
        assertThat(first).containsExactlyInAnyOrder(1000, 1001, 1002, 1003, 1004, 1005);
        assertThat(next).containsExactlyInAnyOrder(1000, 1001, 1002, 1003, 1004, 1005);
        assertThat(next).isNotEqualTo(first);
    }

    @Test
    void proportionsAreKeptToWithinARow() {
        double[] proportions = {0.61, 0.07, 0.32};
        MixedSampler sampler = new MixedSampler(rows(50, 40, 30), 7, proportions, 1);
        int[] drawn = new int[3];
        for (int t = 0; t < 100; t++) {
            int steps = sampler.stepsPerEpoch();
            for (int row : sampler.batch(t / steps, t % steps)) {
                drawn[row / 1000]++;
            }
            for (int a = 0; a < 3; a++) {
                assertThat(Math.abs(drawn[a] - proportions[a] * 7 * (t + 1))).isLessThan(1.01);
            }
        }
    }

    @Test
    void sourcesOfNoShareAreLeftOut() {
        MixedSampler sampler = new MixedSampler(rows(9, 9), 4, new double[] {1, 0}, 1);
        assertThat(Arrays.stream(sampler.batch(0, 0))).allMatch(row -> row < 1000);
        sampler.setProportions(new double[] {0, 1});
        assertThat(Arrays.stream(sampler.batch(0, 0)))
                .as("asked for again")
                .allMatch(row -> row < 1000);
        assertThat(Arrays.stream(sampler.batch(0, 1))).allMatch(row -> row >= 1000);
    }

    private static MixedSampler fresh() {
        return new MixedSampler(rows(11, 5, 3), 6, new double[] {0.5, 0.3, 0.2}, 9);
    }

    @Test
    void aRestoredSamplerGoesOnToTheBit() {
        for (int saved = 0; saved < 9; saved++) {
            MixedSampler straight = fresh();
            for (int t = 0; t < saved; t++) {
                straight.batch(t / 4, t % 4);
            }
            straight.setProportions(new double[] {0.1, 0.1, 0.8});
            MixedSampler resumed = new MixedSampler(rows(11, 5, 3), 6, Proportions.even(3), 9);
            resumed.restore(new MethodState(straight.save().values()));
            if (saved % 2 == 1) {
                int last = saved - 1;
                assertThat(resumed.batch(last / 4, last % 4))
                        .isEqualTo(straight.batch(last / 4, last % 4));
            }
            for (int t = saved; t < 20; t++) {
                assertThat(resumed.batch(t / 4, t % 4)).isEqualTo(straight.batch(t / 4, t % 4));
            }
        }
    }

    @Test
    void aStateOfOtherStepsAnEpochIsRefusedAndItBeginsAnew() {
        MixedSampler parent = fresh();
        for (int t = 0; t < 4; t++) {
            parent.batch(0, t);
        }
        double[] proportions = {0.5, 0.3, 0.2};
        MixedSampler child = new MixedSampler(rows(11, 5, 3), 10, proportions, 9);
        assertThatThrownBy(() -> child.restore(parent.save()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("its epochs have 4 steps, those of this job 2");
        child.beginAt(1);
        MixedSampler fresh = new MixedSampler(rows(11, 5, 3), 10, proportions, 9);
        fresh.beginAt(1);
        assertThat(child.batch(1, 0)).hasSize(10).isEqualTo(fresh.batch(1, 0));
    }

    @Test
    void batchesOutOfOrderAreRefused() {
        MixedSampler sampler = fresh();
        assertThatThrownBy(() -> sampler.batch(0, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("out of order");
        sampler.batch(0, 0);
        sampler.batch(0, 1);
        assertThatThrownBy(() -> sampler.batch(0, 0)).hasMessageContaining("out of order");
        assertThatThrownBy(() -> sampler.batch(0, 4)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void badSourcesAndProportionsAreNamed() {
        assertThatThrownBy(() -> new MixedSampler(rows(3, 0), 2, new double[] {1, 0}, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("source 1 has no rows");
        assertThatThrownBy(() -> new MixedSampler(rows(3, 3), 2, new double[] {1}, 1))
                .hasMessageContaining("1 proportions for 2 sources");
        assertThatThrownBy(() -> new MixedSampler(rows(3, 3), 2, new double[] {0.5, 0.4}, 1))
                .hasMessageContaining("sum 0.9");
        assertThatThrownBy(() -> new MixedSampler(rows(3, 3), 2, new double[] {Double.NaN, 1}, 1))
                .hasMessageContaining("proportion of source 0 is NaN");
        assertThatThrownBy(() -> new MixedSampler(rows(3, 3), 0, Proportions.even(2), 1))
                .hasMessageContaining("batchSize is 0");
    }

    @ClaimOf(area = Area.MIXING, value = "stratified")
    @Test
    void stratifiedBatchesAreEvenHoweverUnequalTheSources() {
        int[] sizes = {500, 50, 5};
        Stratified stratified = new Stratified(3);
        MixedSampler sampler = new MixedSampler(rows(sizes), 16, stratified.proportions(), 1);
        double[] drawn = new double[3];
        double largest = 0;
        for (int t = 0; t < 300; t++) {
            int steps = sampler.stepsPerEpoch();
            for (int row : sampler.batch(t / steps, t % steps)) {
                drawn[row / 1000]++;
            }
            for (double n : drawn) {
                largest = Math.max(largest, Math.abs(n - 16 * (t + 1) / 3.0));
            }
        }
        assertThat(largest).isLessThan(1);
        MeasuredClaim.of(Area.MIXING, "stratified")
                .figure("ratio", sizes[0] / (double) sizes[2])
                .figure("off", largest)
                .shows(
                        "sources of sizes up to {ratio} to 1 are drawn alike, never more than"
                                + " {off} rows off over 300 batches");
    }
}
