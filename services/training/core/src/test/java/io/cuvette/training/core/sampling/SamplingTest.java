package io.cuvette.training.core.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.data.anndata.CsrMatrix;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.SparseBatch;
import io.cuvette.training.core.tensor.Tape;
import io.cuvette.training.core.tensor.TensorScope;
import io.cuvette.training.core.tensor.Tensors;
import io.cuvette.training.core.tensor.TorchOps;
import io.cuvette.training.core.testing.ClaimOf;
import io.cuvette.training.core.testing.MeasuredClaim;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplingTest {

    private static int[] range(int from, int to) {
        return IntStream.range(from, to).toArray();
    }

    @Test
    void anEpochHoldsEveryRowOnceInAnOrderOfItsOwn() {
        EpochSampler sampler = new EpochSampler(range(100, 110), 4, false, 1);
        List<Integer> first = new ArrayList<>();
        for (int step = 0; step < sampler.stepsPerEpoch(); step++) {
            IntStream.of(sampler.batch(0, step)).forEach(first::add);
        }
        assertThat(sampler.stepsPerEpoch()).isEqualTo(3);
        assertThat(first).hasSize(10).doesNotHaveDuplicates().allMatch(row -> row >= 100);
        assertThat(sampler.batch(0, 2)).hasSize(2);
        assertThat(sampler.batch(1, 0)).isNotEqualTo(sampler.batch(0, 0));
    }

    @ClaimOf(area = Area.SAMPLING, value = "uniform")
    @Test
    void ordersOfEpochsHaveNothingToDoWithEachOther() {
        int rows = 1000;
        EpochSampler sampler = new EpochSampler(range(0, rows), rows, false, 4);
        double largest = 0;
        for (int epoch = 0; epoch < 20; epoch++) {
            int[] order = sampler.batch(epoch, 0);
            int[] next = sampler.batch(epoch + 1, 0);
            assertThat(order).doesNotHaveDuplicates();
            double middle = (rows - 1) / 2.0;
            double product =
                    IntStream.range(0, rows)
                            .mapToDouble(i -> (order[i] - middle) * (next[i] - middle))
                            .sum();
            double square = rows * ((double) rows * rows - 1) / 12;
            largest = Math.max(largest, Math.abs(product / square));
        }
        // four standard deviations of the correlation of independent orders
        assertThat(largest).isLessThan(4 / Math.sqrt(rows));
        MeasuredClaim.of(Area.SAMPLING, "uniform")
                .figure("rows", rows)
                .figure("correlation", largest)
                .shows(
                        "{rows} rows once in each of 20 epochs, with a correlation of at most"
                                + " {correlation} between one order and the next");
    }

    @Test
    void aBatchDependsOnSeedAndPositionOnly() {
        EpochSampler visited = new EpochSampler(range(0, 50), 8, false, 7);
        for (int epoch = 0; epoch < 3; epoch++) {
            visited.batch(epoch, 0);
        }
        EpochSampler fresh = new EpochSampler(range(0, 50), 8, false, 7);
        assertThat(fresh.batch(2, 3)).isEqualTo(visited.batch(2, 3));
        assertThat(new EpochSampler(range(0, 50), 8, false, 8).batch(2, 3))
                .isNotEqualTo(fresh.batch(2, 3));
    }

    @Test
    void theLastPartialBatchCanBeLeftOutUnlessItIsTheOnlyOne() {
        assertThat(new EpochSampler(range(0, 10), 4, true, 1).stepsPerEpoch()).isEqualTo(2);
        assertThat(new EpochSampler(range(0, 3), 4, true, 1).stepsPerEpoch()).isEqualTo(1);
        assertThatThrownBy(() -> new EpochSampler(new int[0], 4, true, 1))
                .hasMessageContaining("no rows");
        assertThatThrownBy(() -> new EpochSampler(range(0, 3), 0, true, 1))
                .hasMessageContaining("batchSize is 0; allowed are 1 to 1000000");
    }

    private static CsrMatrix random(int rows, int columns, double density, long seed) {
        RandomStream random = new RandomStream(seed);
        int[] pointers = new int[rows + 1];
        List<Integer> indices = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns && i != 1; j++) {
                if (random.nextDouble() < density) {
                    indices.add(j);
                }
            }
            pointers[i + 1] = indices.size();
        }
        float[] values = new float[indices.size()];
        for (int k = 0; k < values.length; k++) {
            values[k] = (float) random.nextGaussian();
        }
        return new CsrMatrix(
                rows, columns, pointers, indices.stream().mapToInt(i -> i).toArray(), values);
    }

    @Test
    @SuppressWarnings("try") // scopes and modes are used by being open
    void sparseAndDenseBatchesTrainTheSame() {
        CsrMatrix matrix = random(20, 30, 0.2, 5);
        try (Tensors tensors = Tensors.open();
                TensorScope scope = TensorScope.open();
                GradMode on = GradMode.on()) {
            CsrBatches batches = new CsrBatches(tensors, matrix);
            PtNDArray weight =
                    TorchOps.normalLike(
                            tensors.zeros(ai.djl.ndarray.types.DataType.FLOAT32, 30, 7), 1);
            weight.setRequiresGradient(true);
            // row 1 has no values; the second, smaller batch uses the same buffers
            for (int[] rows : List.of(new int[] {4, 1, 19, 4, 0, 7}, new int[] {1, 3})) {
                PtNDArray dense = batches.dense(rows);
                SparseBatch sparse = batches.sparse(rows);
                assertThat(dense.getShape().get(0)).isEqualTo(rows.length);
                float[] row = new float[30];
                matrix.copyRow(rows[0], row, 0);
                assertThat(dense.get(0).toFloatArray()).isEqualTo(row);
                Tape tape = new Tape();
                PtNDArray y = tape.sparseLinear(sparse, weight);
                PtNDArray expected = Functions.matmul(dense, weight);
                assertThat(y.sub(expected).abs().max().toFloatArray()[0]).isLessThan(1e-5f);
                PtNDArray[] one = {weight};
                PtNDArray gradient = tape.gradients(y.square().sum(), one)[0];
                PtNDArray reference = TorchOps.gradient(expected.square().sum(), weight, false);
                assertThat(gradient.sub(reference).abs().max().toFloatArray()[0]).isLessThan(1e-4f);
            }
        }
    }

    @Test
    void sparsityIsJudgedByStoredValues() {
        try (Tensors tensors = Tensors.open()) {
            assertThat(new CsrBatches(tensors, random(50, 40, 0.05, 1)).sparsePays()).isTrue();
            assertThat(new CsrBatches(tensors, random(50, 40, 0.6, 1)).sparsePays()).isFalse();
        }
    }
}
