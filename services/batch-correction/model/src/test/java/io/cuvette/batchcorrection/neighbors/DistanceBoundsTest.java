package io.cuvette.batchcorrection.neighbors;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.batchcorrection.embedding.Embedding;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.TensorScope;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DistanceBoundsTest {

    private static final int CELLS = 400;
    private static final int DIMENSIONS = 9;

    /** By {@code limit}, which turns a distance into what its bounds are compared with. */
    @ParameterizedTest
    @CsvSource({"1, 0, 1", "1e-9, 3, 1", "1, 1e6, 1", "1e-30, 0, 1", "1e90, 0, 1", "1, 0, 1e7"})
    @SuppressWarnings("try") // scopes and modes are used by being open
    void distancesLieBetweenTheirBounds(double spread, double place, double outlier) {
        Random random = new Random(9);
        double[] values = new double[CELLS * DIMENSIONS];
        for (int i = 0; i < values.length; i++) {
            values[i] = place + spread * random.nextGaussian() * (i == 40 ? outlier : 1);
        }
        Embedding embedding = new Embedding(CELLS, DIMENSIONS, values);
        int from = 128;
        int to = 256;
        try (DistanceBounds bounds = new DistanceBounds(embedding);
                TensorScope scope = TensorScope.open();
                GradMode off = GradMode.off()) {
            PtNDArray queries = bounds.queries(from, to);
            float[] lower = bounds.lower(queries, 0);
            for (int query = from; query < to; query++) {
                for (int cell = 0; cell < CELLS; cell++) {
                    double bound = lower[(query - from) * CELLS + cell];
                    double distance = bounds.limit(query, embedding.squaredDistance(query, cell));
                    assertThat(distance).isBetween(bound, bound + bounds.gap(query, cell));
                }
            }
        }
    }
}
