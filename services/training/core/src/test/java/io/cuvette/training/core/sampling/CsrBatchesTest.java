package io.cuvette.training.core.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.data.anndata.CsrMatrix;
import io.cuvette.training.core.tensor.SparseBatch;
import io.cuvette.training.core.tensor.Tensors;
import org.junit.jupiter.api.Test;

class CsrBatchesTest {

    /** Rows (1, 0, 2), (0, 3, 0) and (0, 4, 5). */
    private static final CsrMatrix MATRIX =
            new CsrMatrix(
                    3,
                    3,
                    new int[] {0, 2, 3, 5},
                    new int[] {0, 2, 1, 1, 2},
                    new float[] {1, 2, 3, 4, 5});

    @Test
    void aBatchKeepsItsValuesWhenTheNextIsAskedFor() {
        try (Tensors tensors = Tensors.open()) {
            CsrBatches batches = new CsrBatches(tensors, MATRIX);
            PtNDArray first = batches.dense(new int[] {0, 1});
            SparseBatch sparse = batches.sparse(new int[] {0, 1});
            float[] stored = sparse.values().toFloatArray();

            PtNDArray second = batches.dense(new int[] {2, 1});
            batches.sparse(new int[] {2, 1});

            assertThat(first.toFloatArray()).containsExactly(1, 0, 2, 0, 3, 0);
            assertThat(second.toFloatArray()).containsExactly(0, 4, 5, 0, 3, 0);
            assertThat(sparse.values().toFloatArray())
                    .containsExactly(stored)
                    .containsExactly(1, 2, 3);
        }
    }
}
