package io.cuvette.data.h5ad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.data.ReadLimits;
import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.CsrMatrix;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.data.anndata.DenseRows;
import io.cuvette.data.anndata.Frame;
import io.cuvette.data.anndata.Matrix;
import io.cuvette.data.anndata.RowFile;
import io.cuvette.data.anndata.Unstructured;
import io.cuvette.data.h5ad.WriteOptions.MissingText;
import io.cuvette.data.h5ad.WriteOptions.SparseLayout;
import io.cuvette.data.hdf5.Hdf5Output;
import io.cuvette.data.testing.Python;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class H5adWriterTest {

    @TempDir Path folder;

    @BeforeAll
    static void libraryIsThere() {
        assertThat(Hdf5Output.isAvailable()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"csr,0", "csr,4", "csc,4", "dense,0", "dense,4"})
    void pythonReadsEveryElementInMemoryAndBacked(String layout, int gzipLevel) throws Exception {
        Path file = folder.resolve("written.h5ad");
        Matrix x = layout.equals("dense") ? dense(Documents.sparse()) : Documents.sparse();
        SparseLayout sparse = layout.equals("csc") ? SparseLayout.CSC : SparseLayout.CSR;

        H5adWriter.write(
                file,
                Documents.full(x),
                new WriteOptions(gzipLevel, sparse, MissingText.CATEGORICAL));

        assertThat(Python.script("/h5ad/check_written.py", file, layout)).isEqualTo("ok\n");
    }

    @Test
    void writesLayersRowByRowAndArraysOfGenes() throws IOException {
        Path file = folder.resolve("layers.h5ad");
        CsrMatrix x =
                new CsrMatrix(3, 2, new int[] {0, 1, 1, 2}, new int[] {1, 0}, new float[] {4, 5});
        DenseRows computed =
                new DenseRows() {
                    @Override
                    public int rows() {
                        return 3;
                    }

                    @Override
                    public int columns() {
                        return 2;
                    }

                    @Override
                    public void copyRow(int row, float[] target, int offset) {
                        target[offset] = row;
                        target[offset + 1] = -row;
                    }
                };
        Frame obs = Frame.of(List.of("a", "b", "c"));
        Frame var = Frame.of(List.of("g", "h"));
        DenseMatrix ofGenes = new DenseMatrix(2, 1, new float[] {7, 8});
        H5adWriter.write(
                file,
                x,
                obs,
                var,
                Map.of("truth", computed),
                Map.of("factor", ofGenes),
                Unstructured.Dict.empty());

        DenseMatrix layer =
                (DenseMatrix) H5adReader.read(file, ReadLimits.DEFAULT).layers().get("truth");
        assertThat(layer.values()).containsExactly(0, 0, 1, -1, 2, -2);
        assertThatThrownBy(
                        () ->
                                H5adWriter.write(
                                        file,
                                        x,
                                        obs,
                                        var,
                                        Map.of("truth", ofGenes),
                                        Map.of(),
                                        Unstructured.Dict.empty()))
                .hasMessage("a layer has another shape than X");
        assertThatThrownBy(
                        () ->
                                H5adWriter.write(
                                        file,
                                        x,
                                        obs,
                                        var,
                                        Map.of(),
                                        Map.of("factor", computed),
                                        Unstructured.Dict.empty()))
                .hasMessage("an array of genes has another number of them");
    }

    static DenseMatrix dense(CsrMatrix matrix) {
        float[] values = new float[matrix.rows() * matrix.columns()];
        for (int i = 0; i < matrix.rows(); i++) {
            matrix.copyRow(i, values, i * matrix.columns());
        }
        return new DenseMatrix(matrix.rows(), matrix.columns(), values);
    }

    @Test
    void writesNullableStringsAndNoneForNewerReaders() throws Exception {
        Path file = folder.resolve("nullable.h5ad");
        H5adDocument document =
                H5adDocument.of(
                                AnnData.of(
                                        Documents.sparse(),
                                        Documents.obs(),
                                        Frame.of(List.of("g0", "g1", "g2"))))
                        .withUns(
                                Unstructured.Dict.empty().with("nothing", new Unstructured.Null()));

        H5adWriter.write(
                file, document, new WriteOptions(0, SparseLayout.CSR, MissingText.NULLABLE));

        assertThat(Python.script("/h5ad/nullable_structure.py", file))
                .isEqualTo(
                        """
                        {'encoding-type': 'nullable-string-array', 'encoding-version': '0.1.0'}
                        ['p', '', 'q', 'p'] [False, True, False, False]
                        {'encoding-type': 'null', 'encoding-version': '0.1.0'} None
                        """);
        Column gap = H5adReader.read(file, ReadLimits.DEFAULT).obs().column("gap").orElseThrow();
        assertThat(gap.isMissing(1)).isTrue();
        assertThat(gap.text(2)).isEqualTo("q");
    }

    @Test
    void readsItselfBack() throws IOException {
        Path file = folder.resolve("self.h5ad");
        H5adWriter.write(file, Documents.full(Documents.sparse()));

        AnnData data = H5adReader.read(file, ReadLimits.DEFAULT);

        assertThat(H5adReaderTest.rows(data.x()))
                .isDeepEqualTo(H5adReaderTest.rows(Documents.sparse()));
        assertThat(data.obs().index()).isEqualTo(Documents.obs().index());
        assertThat(data.layers().keySet()).containsExactly("counts");
        assertThat(data.obsm().get("X_pca").values()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        AnnData raw = H5adReader.read(file, MatrixElement.raw(), ReadLimits.DEFAULT).data();
        assertThat(raw.x().columns()).isEqualTo(5);
    }

    @Test
    void rowsOfAFileGoFromFileToFile() throws Exception {
        CsrMatrix x = Documents.sparse();
        Path file = folder.resolve("rows.h5ad");
        Frame genes = Frame.of(List.of("g0", "g1", "g2"));
        try (RowFile.Writer writer = RowFile.writer(folder, x.columns())) {
            x.forEachRow(writer);
            try (RowFile rows = writer.finish()) {
                H5adWriter.write(file, rows, Documents.obs(), genes);
                assertThatThrownBy(
                                () ->
                                        H5adWriter.write(
                                                folder.resolve("wrong.h5ad"),
                                                rows,
                                                Documents.obs(),
                                                Frame.of(List.of("g0"))))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("1 genes");
            }
        }

        AnnData back = H5adReader.read(file, ReadLimits.DEFAULT);
        assertThat(H5adReaderTest.rows(back.x())).isDeepEqualTo(H5adReaderTest.rows(x));
        assertThat(back.obs().index()).isEqualTo(Documents.obs().index());
        assertThat(back.var().index()).isEqualTo(genes.index());
        Python.assumeModules("anndata");
        assertThat(
                        Python.run(
                                """
                                import sys, anndata, warnings
                                warnings.simplefilter('ignore')
                                data = anndata.read_h5ad(sys.argv[1])
                                backed = anndata.read_h5ad(sys.argv[1], backed='r')
                                print(type(data.X).__name__, data.X.dtype, data.shape)
                                print((data.X != backed.X[:]).nnz, len(data.layers), len(data.uns))
                                """,
                                file))
                .isEqualTo("csr_matrix float32 (4, 3)\n0 0 0\n");
    }

    @Test
    void leavesNothingBehindWhenWritingFails() throws IOException {
        Path file = folder.resolve("taken");
        Files.createDirectory(file);
        Files.createFile(file.resolve("inside"));

        assertThatThrownBy(() -> H5adWriter.write(file, Documents.full(Documents.sparse())))
                .isInstanceOf(IOException.class);

        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }
}
