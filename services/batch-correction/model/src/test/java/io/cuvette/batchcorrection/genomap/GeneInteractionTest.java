package io.cuvette.batchcorrection.genomap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.data.anndata.DenseMatrix;
import org.junit.jupiter.api.Test;

class GeneInteractionTest {

    @Test
    void isOneMinusPearson() {
        // neither rows nor genes fill the last block
        DenseMatrix cells = Expression.inBlocks(201, 137, 5, 1);

        GeneInteraction interaction = GeneInteraction.of(RowSource.of(cells));

        for (int i = 0; i < 137; i += 8) {
            for (int j = 0; j < 137; j++) {
                assertThat(interaction.distance(i, j))
                        .isCloseTo(i == j ? 0 : 1 - pearson(cells, i, j), within(1e-12))
                        .isEqualTo(interaction.distance(j, i));
            }
        }
    }

    @Test
    void knowsTheScaleOfEveryGene() {
        DenseMatrix cells = new DenseMatrix(3, 4, new float[] {1, 0, 5, 2, 2, 0, 5, 2, 6, 1, 5, 4});

        GeneScale scale = GeneInteraction.of(RowSource.of(cells)).scale();

        assertThat(scale.means())
                .containsExactly(new double[] {3, 1 / 3.0, 5, 8 / 3.0}, within(1e-12));
        assertThat(scale.deviations()[0]).isCloseTo(Math.sqrt(7), within(1e-12));
        assertThat(scale.standardize(0, 6)).isCloseTo(3 / Math.sqrt(7), within(1e-12));
        assertThat(scale.standardize(2, 9)).isZero();
        assertThat(scale.constantGenes()).isEqualTo(1);
    }

    @Test
    void genesThatDoNotVaryAreAtNoDistance() {
        DenseMatrix cells = Expression.inBlocks(30, 6, 2, 3);
        for (int row = 0; row < 30; row++) {
            // not exact in binary: a running mean of it has rounding
            cells.values()[row * 6 + 4] = 0.1f;
        }

        GeneInteraction interaction = GeneInteraction.of(RowSource.of(cells));

        assertThat(interaction.scale().isConstant(4)).isTrue();
        for (int gene = 0; gene < 6; gene++) {
            assertThat(interaction.distance(4, gene)).isZero();
        }
        assertThat(interaction.distance(0, 1)).isNotZero();
    }

    @Test
    void namesRowAndGeneOfAValueThatIsNotFinite() {
        DenseMatrix cells = Expression.inBlocks(5, 6, 2, 3);
        cells.values()[3 * 6 + 2] = Float.NaN;

        assertThatThrownBy(() -> GeneInteraction.of(RowSource.of(cells)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "rows: row 3, gene 2 (counted from 0) is NaN; every value must be finite");
    }

    @Test
    void saysWhatCannotBeCorrelated() {
        assertThatThrownBy(() -> of(5, 3)).hasMessage("genes: a genomap holds 4 to 4,096, got 3");
        assertThatThrownBy(() -> of(2, 4_097))
                .hasMessage("genes: a genomap holds 4 to 4,096, got 4,097");
        assertThatThrownBy(() -> of(1, 4)).hasMessage("rows: correlations need at least 2, got 1");
        assertThatThrownBy(() -> of(3, 4))
                .hasMessage(
                        "genes: none of the 4 varies over the rows; choose other cells or genes");
    }

    private static void of(int rows, int genes) {
        GeneInteraction.of(RowSource.of(new DenseMatrix(rows, genes, new float[rows * genes])));
    }

    private static double pearson(DenseMatrix cells, int i, int j) {
        int n = cells.rows();
        double meanI = 0;
        double meanJ = 0;
        for (int row = 0; row < n; row++) {
            meanI += cells.get(row, i) / (double) n;
            meanJ += cells.get(row, j) / (double) n;
        }
        double both = 0;
        double squaresI = 0;
        double squaresJ = 0;
        for (int row = 0; row < n; row++) {
            double a = cells.get(row, i) - meanI;
            double b = cells.get(row, j) - meanJ;
            both += a * b;
            squaresI += a * a;
            squaresJ += b * b;
        }
        return both / Math.sqrt(squaresI * squaresJ);
    }
}
