package io.cuvette.service.inference.batching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RowBlocksTest {

    private static final int WIDTH = 64;
    private static final float[] WEIGHTS = random(WIDTH * 3, 1);

    @Test
    void theKernelItselfDependsOnTheNumberOfRows() {
        MoodyKernel kernel = new MoodyKernel(WEIGHTS, WIDTH, false);
        float[] rows = random(9 * WIDTH, 2);
        float[] together = kernel.compute(rows);
        float[] alone = kernel.compute(Arrays.copyOf(rows, WIDTH));
        assertThat(Arrays.copyOf(together, 3)).isNotEqualTo(alone);
        assertThat(Arrays.copyOf(together, 3))
                .usingComparatorWithPrecision(1e-3f)
                .containsExactly(alone);
    }

    @Test
    void alwaysCallsTheKernelWithTheSameNumberOfRowsAndZerosAsPadding() {
        List<float[]> calls = new ArrayList<>();
        RowBlocks.Kernel kernel =
                input -> {
                    calls.add(input.clone());
                    return input;
                };
        List<float[]> requests = List.of(new float[] {1, 2, 3}, new float[] {4}, new float[0]);

        assertThat(RowBlocks.packed(2, 1, 1, kernel).apply(requests))
                .containsExactly(new float[] {1, 2, 3}, new float[] {4}, new float[0]);
        assertThat(calls).containsExactly(new float[] {1, 2}, new float[] {3, 4});
        calls.clear();
        assertThat(RowBlocks.perRequest(2, 1, 1, kernel).apply(requests))
                .containsExactly(new float[] {1, 2, 3}, new float[] {4}, new float[0]);
        assertThat(calls)
                .containsExactly(new float[] {1, 2}, new float[] {3, 0}, new float[] {4, 0});
    }

    @Test
    void packsAcrossRequestsOnlyIfTheRowsPlaceDoesNotMatter() {
        assertThat(
                        RowBlocks.packedIfSafe(8, WIDTH, 3, new MoodyKernel(WEIGHTS, WIDTH, false))
                                .isPacked())
                .isTrue();
        assertThat(
                        RowBlocks.packedIfSafe(8, WIDTH, 3, new MoodyKernel(WEIGHTS, WIDTH, true))
                                .isPacked())
                .isFalse();
    }

    @Test
    void seesAKernelThatMixesRows() {
        RowBlocks.Kernel mean =
                input -> {
                    float sum = 0;
                    for (float value : input) {
                        sum += value;
                    }
                    float[] output = new float[4];
                    Arrays.fill(output, sum);
                    return output;
                };
        assertThat(RowBlocks.packed(4, 1, 1, mean).isPlaceIndependent()).isFalse();
    }

    @Test
    void refusesPartsOfRowsAndAKernelOfAnotherWidth() {
        RowBlocks blocks = RowBlocks.packed(2, 2, 1, input -> new float[1]);
        assertThatThrownBy(() -> blocks.apply(List.of(new float[3])))
                .hasMessageContaining("no rows of 2");
        assertThatThrownBy(() -> blocks.apply(List.of(new float[2])))
                .hasMessageContaining("the kernel gave 1 values");
    }

    private static float[] random(int count, long seed) {
        Random random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
