package io.cuvette.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.data.ReadLimits;
import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.CsrMatrix;
import io.cuvette.data.h5ad.H5adReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparseCellsTest {

    @Test
    void storesTheShareThatWasAskedForInRisingColumns() {
        CsrMatrix cells = SparseCells.random(2_000, 500, 0.05, 7);

        assertThat(cells.storedValues() / (2_000.0 * 500)).isCloseTo(0.05, within(0.001));
        for (int row = 0; row < cells.rows(); row++) {
            for (int k = cells.rowPointers()[row] + 1; k < cells.rowPointers()[row + 1]; k++) {
                assertThat(cells.columnIndices()[k]).isGreaterThan(cells.columnIndices()[k - 1]);
            }
        }
    }

    @Test
    void fileHoldsPositiveWholeCountsAndEveryBatch(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("cells.h5ad");

        SparseCells.write(file, 100, 50, 0.2, 4, 7);

        AnnData data = H5adReader.read(file, ReadLimits.DEFAULT);
        assertThat(data.cells()).isEqualTo(100);
        assertThat(((CsrMatrix) data.x()).values())
                .isNotEmpty()
                .satisfies(
                        values -> {
                            for (float value : values) {
                                assertThat(value).isGreaterThanOrEqualTo(1).isEqualTo((int) value);
                            }
                        });
        assertThat(data.obs().column("batch")).isPresent();
    }

    @Test
    void streamedMixtureHasItsDensityAndMoreOfTheGenesThatATypeOwns(@TempDir Path folder)
            throws Exception {
        Path file = folder.resolve("cells.h5ad");

        SparseCells.stream(file, new SparseCells.Mixture(1_500, 400, 0.05, 4, 5), 7);

        AnnData data = H5adReader.read(file, ReadLimits.DEFAULT);
        CsrMatrix x = (CsrMatrix) data.x();
        assertThat(x.storedValues() / (1_500.0 * 400)).isCloseTo(0.05, within(0.003));
        Column.Categorical types = (Column.Categorical) data.obs().column("label").orElseThrow();
        assertThat(data.obs().column("batch")).isPresent();
        double own = 0;
        for (int row = 0; row < x.rows(); row++) {
            for (int k = x.rowPointers()[row]; k < x.rowPointers()[row + 1]; k++) {
                if (x.columnIndices()[k] / 20 % 5 == types.codes()[row]) {
                    own++;
                }
            }
        }
        // a fifth of the genes at three times the density of the others: 3 of 7 values
        assertThat(own / x.storedValues()).isCloseTo(3 / 7.0, within(0.02));
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }
}
