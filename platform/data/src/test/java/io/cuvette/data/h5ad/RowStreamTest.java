package io.cuvette.data.h5ad;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.data.ReadLimits;
import io.cuvette.data.anndata.CsrBuilder;
import io.cuvette.data.anndata.CsrMatrix;
import io.cuvette.data.assembly.CoordinateFile;
import io.cuvette.data.testing.Python;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowStreamTest {

    @TempDir Path folder;

    /** One row at a time, a few, all. */
    @ParameterizedTest
    @ValueSource(ints = {1, 50, 1_000_000})
    void columnsBecomeRowsHoweverFewFitIntoMemory(int heldValues) throws Exception {
        Path file = folder.resolve("csc.h5ad");
        Python.assumeModules("anndata");
        Python.run(
                """
                import sys, scipy.sparse, anndata
                x = scipy.sparse.random(60, 20, 0.4, 'csc', 'float32', 3)
                anndata.AnnData(x).write_h5ad(sys.argv[1])
                """,
                file);
        CsrMatrix expected = (CsrMatrix) H5adReader.read(file, ReadLimits.DEFAULT).x();

        CsrMatrix streamed =
                H5adReader.withFile(
                        file,
                        ReadLimits.DEFAULT,
                        root -> {
                            SparseParts parts =
                                    MatrixReader.sparseParts(
                                            root.group("X").orElseThrow(),
                                            60,
                                            20,
                                            ReadLimits.DEFAULT);
                            assertThat(parts.byRow()).isFalse();
                            CsrBuilder rows = new CsrBuilder(20, 1);
                            try (CoordinateFile values =
                                    new CoordinateFile(
                                            folder, ReadLimits.DEFAULT, heldValues, heldValues)) {
                                RowStream.byColumn(parts, values, rows);
                            }
                            return rows.finish();
                        });

        assertThat(streamed.rowPointers()).isEqualTo(expected.rowPointers());
        assertThat(streamed.columnIndices()).isEqualTo(expected.columnIndices());
        assertThat(streamed.values()).isEqualTo(expected.values());
    }
}
