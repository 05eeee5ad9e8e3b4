package io.cuvette.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.CsrBuilder;
import io.cuvette.data.anndata.CsrMatrix;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.data.anndata.Frame;
import io.cuvette.data.anndata.Matrix;
import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.data.h5ad.H5adWriter;
import io.cuvette.data.hdf5.Hdf5Output;
import io.cuvette.data.scratch.ScratchException;
import io.cuvette.data.testing.OpenFiles;
import io.cuvette.data.testing.Python;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A spooled matrix is the matrix that reading gives. */
class SpoolingTest {

    @TempDir Path folder;
    @TempDir Path scratch;

    @BeforeEach
    void needsTheWriter() {
        Assumptions.assumeTrue(Hdf5Output.isAvailable(), "skipped: no native HDF5 library");
    }

    @Test
    void sparseRowsAcrossTheBlocksOfTheFile() throws IOException {
        CsrMatrix counts = random(3_000, 200, 0.2);
        Path file = write(counts, Map.of());

        assertThat(spooled(file, Optional.empty())).isEqualTo(contents(counts));
        assertThat(OpenFiles.in(scratch)).isEmpty();
        assertThat(scratch).isEmptyDirectory();
    }

    @Test
    void namesAllColumnsAndReadsTheWanted() throws IOException {
        Path file = folder.resolve("columns.h5ad");
        CsrMatrix counts = random(4, 3, 0.9);
        Frame obs = Frame.of(List.of("a", "b", "c", "d"));
        for (String column : List.of("batch", "donor", "age")) {
            obs = obs.with(column, new Column.Reals(new double[] {1, 2, 3, 4}));
        }
        H5adWriter.write(file, AnnData.of(counts, obs, Frame.of(List.of("x", "y", "z"))));

        try (SpooledDataset data =
                DatasetReader.spool(
                        file, Optional.empty(), "donor"::equals, ReadOptions.in(scratch))) {
            assertThat(data.obs().columns()).containsOnlyKeys("donor");
            assertThat(data.obsColumns()).containsExactly("batch", "donor", "age");
        }
    }

    @Test
    void denseRows() throws IOException {
        CsrMatrix counts = random(1_000, 60, 0.6);
        float[] values = new float[1_000 * 60];
        for (int row = 0; row < 1_000; row++) {
            counts.copyRow(row, values, row * 60);
        }
        Path file = write(new DenseMatrix(1_000, 60, values), Map.of());

        assertThat(spooled(file, Optional.empty())).isEqualTo(contents(counts));
    }

    @Test
    void theChosenLayer() throws IOException {
        CsrMatrix layer = random(80, 20, 0.3);
        Path file = write(random(80, 20, 0.5), Map.of("counts", layer));

        assertThat(spooled(file, Optional.of("counts"))).isEqualTo(contents(layer));
    }

    @Test
    void columnsAndUnsortedRowsOfPython() throws Exception {
        Python.assumeModules("anndata");
        Path file = folder.resolve("python.h5ad");
        Python.run(
                """
                import sys, numpy, scipy.sparse, anndata
                x = scipy.sparse.random(300, 50, 0.3, 'csr', 'float32', 5)
                shuffled = x.copy()
                for i in range(300):
                    a, b = x.indptr[i], x.indptr[i + 1]
                    shuffled.indices[a:b] = x.indices[a:b][::-1]
                    shuffled.data[a:b] = x.data[a:b][::-1]
                shuffled.has_sorted_indices = False
                data = anndata.AnnData(x.tocsc())
                data.layers['shuffled'] = shuffled
                data.write_h5ad(sys.argv[1])
                """,
                file);
        String expected = contents((CsrMatrix) DatasetReader.read(file, options()).x());

        assertThat(spooled(file, Optional.empty())).isEqualTo(expected);
        assertThat(spooled(file, Optional.of("shuffled"))).isEqualTo(expected);
    }

    @Test
    void tables() throws IOException {
        Path file = folder.resolve("table.csv");
        Files.writeString(file, "cell,g1,g2\na,1,0\nb,0,7\n");

        ReadOptions cellsByGenes =
                new ReadOptions(Orientation.CELLS_BY_GENES, scratch, ReadLimits.DEFAULT);
        try (SpooledDataset data =
                DatasetReader.spool(file, Optional.empty(), any -> true, cellsByGenes)) {
            assertThat(data.obs().index()).containsExactly("a", "b");
            assertThat(data.var().index()).containsExactly("g1", "g2");
            assertThat(data.counts().storedValues()).isEqualTo(2);
        }
        assertThatThrownBy(
                        () ->
                                DatasetReader.spool(
                                        file, Optional.of("counts"), any -> true, options()))
                .isInstanceOfSatisfying(
                        DataException.class, e -> assertThat(e.code()).isEqualTo(FindingCode.EMPTY))
                .hasMessageContaining("no layers");
    }

    @Test
    void onlyTheWantedAnnotationsAreRead() throws IOException {
        Path file = folder.resolve("annotated.csv");
        Files.writeString(file, "cell,g1,donor,g2,day\na,1,x,0,mon\nb,0,y,7,tue\n");
        ReadOptions cellsByGenes =
                new ReadOptions(Orientation.CELLS_BY_GENES, scratch, ReadLimits.DEFAULT);
        Path h5ad = folder.resolve("annotated.h5ad");
        H5adWriter.write(h5ad, DatasetReader.read(file, cellsByGenes));

        for (Path each : new Path[] {file, h5ad}) {
            try (SpooledDataset data =
                    DatasetReader.spool(each, Optional.empty(), "day"::equals, cellsByGenes)) {
                assertThat(data.obs().columns()).containsOnlyKeys("day");
                assertThat(data.obs().column("day").orElseThrow().text(1)).isEqualTo("tue");
                assertThat(data.counts().storedValues()).isEqualTo(2);
            }
            try (SpooledDataset data =
                    DatasetReader.spool(each, Optional.empty(), none -> false, cellsByGenes)) {
                assertThat(data.obs().columns()).isEmpty();
                assertThat(data.obs().index()).containsExactly("a", "b");
            }
        }
    }

    /** Parsers take an {@link IOException} for damage of the file. */
    @Test
    void aFailingScratchDiskIsNoFaultOfTheFile() throws IOException {
        Path file = write(random(5, 4, 0.5), Map.of());
        ReadOptions absent = ReadOptions.in(scratch.resolve("absent"));

        assertThatThrownBy(() -> DatasetReader.spool(file, Optional.empty(), any -> true, absent))
                .isInstanceOf(ScratchException.class)
                .hasMessageContaining("scratch");
    }

    @Test
    void anAbsentLayerIsNamedAlongWithThoseThatArePresent() throws IOException {
        Path file = write(random(5, 4, 0.5), Map.of("counts", random(5, 4, 0.5)));

        assertThatThrownBy(
                        () ->
                                DatasetReader.spool(
                                        file, Optional.of("raw_counts"), any -> true, options()))
                .isInstanceOfSatisfying(
                        DataException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(FindingCode.EMPTY);
                            assertThat(e.finding().field()).isEqualTo("layers/raw_counts");
                        })
                .hasMessageContaining("X, layers/counts");
        assertThat(OpenFiles.in(scratch)).isEmpty();
        assertThat(scratch).isEmptyDirectory();
    }

    private ReadOptions options() {
        return ReadOptions.in(scratch);
    }

    private Path write(Matrix x, Map<String, Matrix> layers) throws IOException {
        Path file = folder.resolve("written.h5ad");
        Frame cells = Frame.of(names("c", x.rows()));
        Frame genes = Frame.of(names("g", x.columns()));
        H5adWriter.write(file, new AnnData(x, cells, genes, layers, Map.of()));
        return file;
    }

    private static List<String> names(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
    }

    private String spooled(Path file, Optional<String> layer) throws IOException {
        try (SpooledDataset data = DatasetReader.spool(file, layer, any -> true, options())) {
            int[] columns = new int[data.counts().columns()];
            float[] values = new float[columns.length];
            CsrBuilder copy = new CsrBuilder(columns.length, 1);
            for (int row = 0; row < data.counts().rows(); row++) {
                data.counts().copyStored(row, columns, values, 0);
                copy.row(columns, values, 0, data.counts().rowLength(row));
            }
            return contents(copy.finish());
        }
    }

    /** All of a matrix; records compare their arrays by identity. */
    private static String contents(CsrMatrix matrix) {
        return "%d %d %s %s %s"
                .formatted(
                        matrix.rows(),
                        matrix.columns(),
                        Arrays.toString(matrix.rowPointers()),
                        Arrays.toString(matrix.columnIndices()),
                        Arrays.toString(matrix.values()));
    }

    private static CsrMatrix random(int rows, int columns, double density) {
        Random random = new Random(rows + columns);
        CsrBuilder builder = new CsrBuilder(columns, 16);
        int[] indices = new int[columns];
        float[] values = new float[columns];
        for (int row = 0; row < rows; row++) {
            int length = 0;
            for (int column = 0; column < columns; column++) {
                if (row % 9 != 0 && random.nextDouble() < density) {
                    indices[length] = column;
                    values[length++] = 1 + random.nextInt(9);
                }
            }
            builder.row(indices, values, 0, length);
        }
        return builder.finish();
    }
}
