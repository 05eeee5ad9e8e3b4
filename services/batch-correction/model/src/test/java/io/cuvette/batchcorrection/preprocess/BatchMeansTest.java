package io.cuvette.batchcorrection.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.data.anndata.DenseMatrix;
import org.junit.jupiter.api.Test;

class BatchMeansTest {

    @Test
    void meansAreOfTheChosenCellsAlone() {
        BatchMeans means =
                BatchMeans.of(
                        SparseCounts.of(
                                new DenseMatrix(4, 2, new float[] {1, 0, 3, 2, 100, 100, 8, 0})),
                        new int[] {0, 0, 0, 2},
                        new int[] {0, 1, 3},
                        3);

        assertThat(means.cells()).containsExactly(2, 0, 1);
        assertThat(means.values()).containsExactly(2, 1, 0, 0, 8, 0);
        assertThat(means.all()).containsExactly(new double[] {4, 2.0 / 3}, within(1e-12));
        // a batch without cells has no difference to start from
        assertThat(means.differences())
                .containsExactly(new double[] {-2, 1.0 / 3, 0, 0, 4, -2.0 / 3}, within(1e-12));
    }
}
