package io.cuvette.batchcorrection.genomap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The paper's comparison of groups of batches, against numbers computed by hand. */
class BatchAveragesTest {

    /** Genes of mean 1 and deviation 2, of mean 0 and deviation 1, and one that does not vary. */
    private static final GeneScale SCALE =
            new GeneScale(new double[] {1, 0, 5}, new double[] {2, 1, 0});

    @Test
    void aBatchIsTheMeanOfItsStandardisedCells() {
        BatchAverages averages = new BatchAverages(2, SCALE);
        averages.add(0, new float[] {3, 1, 5});
        averages.add(0, new float[] {7, 3, 6});
        averages.add(1, new float[] {-1, 4, 5});

        assertThat(averages.cells()).containsExactly(2, 1);
        // ((3 - 1) / 2 + (7 - 1) / 2) / 2 = 2; (1 + 3) / 2 = 2; no deviation: 0
        assertThat(averages.averages().get(0)).containsExactly(2, 2, 0);
        assertThat(averages.averages().get(1)).containsExactly(-1, 4, 0);
    }

    @Test
    void groupsOfOwnAveragesAreTestedWithFalseDiscoveryRates() {
        // three batches against three, of one, two or three cells each
        float[][][] cells = {
            {{1, 9, 0}},
            {{2, 1, 0}, {4, 3, 0}},
            {{5, 5, 0}, {5, 5, 0}, {5, 5, 0}},
            {{11, 4, 0}},
            {{12, 8, 0}, {14, 8, 0}},
            {{15, 1, 0}}
        };
        GeneScale scale = new GeneScale(new double[3], new double[] {1, 1, 0});
        BatchAverages averages = new BatchAverages(cells.length, scale);
        for (int batch = 0; batch < cells.length; batch++) {
            for (float[] cell : cells[batch]) {
                averages.add(batch, cell);
            }
        }
        List<double[]> all = averages.averages();
        PixelTest test = PixelTest.compare(all.subList(0, 3), all.subList(3, 6));

        // gene 0: averages 1, 3, 5 against 11, 13, 15: U = 0, one of 20 ways at each end
        assertThat(test.pValues()[0]).isCloseTo(2 / 20.0, within(1e-12));
        // gene 1: 9, 2, 5 against 4, 8, 1: U = 3 + 1 + 2 = 6 of 9, at least as far from 4.5 as
        // 6 or 3: the counts of 3 and 3 by U are 1, 1, 2, 3, 3, 3, 3, 2, 1, 1, so (7 + 7) / 20
        assertThat(test.pValues()[1]).isCloseTo(14 / 20.0, within(1e-12));
        // gene 2 does not vary: nothing can differ
        assertThat(test.pValues()[2]).isCloseTo(1, within(1e-12));
        // Benjamini and Hochberg: .1 * 3 / 1, .7 * 3 / 2 and 1 * 3 / 3, none above the next, 1
        assertThat(test.qValues()[0]).isCloseTo(.3, within(1e-12));
        assertThat(test.qValues()[1]).isCloseTo(1, within(1e-12));
        assertThat(test.qValues()[2]).isCloseTo(1, within(1e-12));
        assertThat(test.differences()[0]).isCloseTo(3 - 13, within(1e-12));
        assertThat(test.differences()[1]).isCloseTo(16 / 3.0 - 13 / 3.0, within(1e-12));
    }

    @Test
    void aBatchWithoutCellsHasNoAverage() {
        BatchAverages averages = new BatchAverages(2, SCALE);
        averages.add(1, new float[3]);

        assertThatThrownBy(averages::averages)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("batch 0 has no cell");
        assertThatThrownBy(() -> averages.add(0, new float[2]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 values for 3 genes");
    }
}
