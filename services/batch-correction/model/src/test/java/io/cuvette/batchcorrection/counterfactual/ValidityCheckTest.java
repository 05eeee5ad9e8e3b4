package io.cuvette.batchcorrection.counterfactual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import io.cuvette.batchcorrection.method.OffsetModel;
import io.cuvette.batchcorrection.network.Architecture;
import io.cuvette.batchcorrection.network.EncoderNorms;
import io.cuvette.batchcorrection.network.OffsetNetwork;
import io.cuvette.batchcorrection.preprocess.SparseCounts;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.data.anndata.SparseMatrix;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.Tensors;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Cells of three batches that differ by a known shift of each gene, projected by a network whose
 * decoder gives one constant picture and whose offsets are set by hand.
 */
class ValidityCheckTest {

    private static final int GENES = 12;
    private static final int CELLS = 90;
    private static final Architecture SMALL = new Architecture(4, 3, 2);

    private final double[][] shift = new double[3][GENES];
    private final int[] batches = new int[CELLS];
    private final int[] labels = new int[CELLS];
    private final SparseMatrix cells;

    ValidityCheckTest() {
        SplittableRandom random = new SplittableRandom(4);
        for (double[] row : shift) {
            Arrays.setAll(row, g -> 0.3 * random.nextDouble());
        }
        float[] values = new float[CELLS * GENES];
        for (int cell = 0; cell < CELLS; cell++) {
            batches[cell] = cell % 3;
            labels[cell] = cell / 3 % 2;
            for (int gene = 0; gene < GENES; gene++) {
                values[cell * GENES + gene] =
                        (float)
                                (shift[batches[cell]][gene]
                                        + 0.02 * random.nextDouble()
                                        + (gene % 2 == labels[cell] ? 0.001 : 0));
            }
        }
        cells = SparseCounts.of(new DenseMatrix(CELLS, GENES, values));
    }

    /** All weights 0 but the offsets: every cell decodes to 0. */
    private static OffsetModel model(float[] offsets) {
        try (Tensors tensors = Tensors.open();
                Parameters shapes = new Parameters(tensors, 1, DataType.FLOAT32)) {
            OffsetNetwork.create(
                    shapes, GENES, 3, SMALL, EncoderNorms.PAPER, new double[3 * GENES]);
            return OffsetModel.of(
                    GENES,
                    3,
                    SMALL,
                    EncoderNorms.PAPER,
                    name ->
                            name.equals(OffsetNetwork.OFFSETS)
                                    ? offsets
                                    : new float[(int) shapes.get(name).size()]);
        }
    }

    private float[] offsets(double factor, int rotation) {
        float[] offsets = new float[3 * GENES];
        for (int batch = 0; batch < 3; batch++) {
            for (int gene = 0; gene < GENES; gene++) {
                offsets[batch * GENES + gene] =
                        (float) (factor * shift[(batch + rotation) % 3][gene]);
            }
        }
        return offsets;
    }

    private Validity judge(float[] offsets, int[] labelsOfCells) {
        try (OffsetModel model = model(offsets)) {
            return new ValidityCheck(
                            cells, batches, labelsOfCells, IntStream.range(0, 40).toArray(), 1)
                    .judge(model)
                    .orElseThrow();
        }
    }

    @Test
    void theTrueShiftIsNearlyPerfect() {
        Validity validity = judge(offsets(1, 0), labels);

        assertThat(validity.ratio()).isLessThan(.05);
        assertThat(validity.improved()).isEqualTo(1);
        assertThat(validity.correlation()).isGreaterThan(.99);
        // 40 cells into the two other batches
        assertThat(validity.pairs()).isEqualTo(80);
        assertThat(validity.cells()).isEqualTo(40);
        assertThat(validity.batches()).isEqualTo(3);
    }

    @Test
    void shiftsOfTheWrongBatchAreFoundOut() {
        Validity validity = judge(offsets(1, 1), labels);

        assertThat(validity.ratio()).isGreaterThan(.5);
        assertThat(validity.correlation()).isLessThan(.2);
    }

    @Test
    void noShiftAtAllChangesNothing() {
        Validity validity = judge(new float[3 * GENES], labels);

        assertThat(validity.ratio()).isCloseTo(1, within(1e-9));
        assertThat(validity.improved()).isZero();
        assertThat(validity.correlation()).isZero();
    }

    @Test
    void onlyBatchesThatHaveTheLabelCount() {
        int[] nested = labels.clone();
        for (int cell = 0; cell < CELLS; cell++) {
            nested[cell] = batches[cell] == 2 ? 1 : 0;
        }

        // cells of batches 0 and 1 go into each other; of batch 2 nowhere
        assertThat(judge(offsets(1, 0), nested).pairs())
                .isEqualTo((int) IntStream.range(0, 40).filter(c -> batches[c] != 2).count());
    }

    @Test
    void withoutLabelsThereIsNothingToJudgeBy() {
        int[] none = new int[CELLS];
        Arrays.fill(none, -1);
        try (OffsetModel model = model(offsets(1, 0))) {
            assertThat(
                            new ValidityCheck(
                                            cells,
                                            batches,
                                            none,
                                            IntStream.range(0, 40).toArray(),
                                            1)
                                    .judge(model))
                    .isEmpty();
        }
    }
}
