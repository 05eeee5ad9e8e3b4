package io.cuvette.batchcorrection.app.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.batchcorrection.method.CounterfactualModel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A projection that is computed while its rows are read. */
class ProjectionTableTest {

    private static final int CELLS = 5;
    private static final int BATCHES = 3;
    private static final int GENES = 2;

    private final List<Integer> computed = new ArrayList<>();

    private void compute(
            int fromCell, int toCell, int fromTarget, int toTarget, CounterfactualModel.Sink sink) {
        computed.add((toCell - fromCell) * (toTarget - fromTarget));
        float[] reused = new float[GENES];
        for (int cell = fromCell; cell < toCell; cell++) {
            for (int target = fromTarget; target < toTarget; target++) {
                reused[0] = 10 * cell + target;
                reused[1] = -reused[0];
                sink.accept(cell - fromCell, target - fromTarget, reused);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        // values held at once, blocks, rows of the largest block
        "1, 15, 1",
        "3, 15, 1",
        "4, 10, 2",
        "6, 5, 3",
        "11, 5, 3",
        "12, 3, 6",
        "1000, 1, 15"
    })
    void rowsAreCellsInBatchesHoweverFewAreHeld(int values, int blocks, int largest) {
        ProjectionTable table =
                new ProjectionTable(new int[] {CELLS, BATCHES, GENES}, this::compute, values);
        float[] row = new float[1 + GENES];

        assertThat(table.rows()).isEqualTo(CELLS * BATCHES);
        for (int i = 0; i < table.rows(); i++) {
            table.copyRow(i, row, 1);
            float expected = 10 * (i / BATCHES) + i % BATCHES;
            assertThat(row).containsExactly(0, expected, -expected);
        }
        assertThat(computed).hasSize(blocks).allMatch(rows -> rows <= largest).contains(largest);
        assertThat(computed.stream().mapToInt(Integer::intValue).sum())
                .as("nothing is computed twice")
                .isEqualTo(CELLS * BATCHES);
    }
}
