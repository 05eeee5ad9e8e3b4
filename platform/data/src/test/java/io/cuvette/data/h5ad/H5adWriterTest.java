package io.cuvette.data.h5ad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.data.ReadLimits;
import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.CsrMatrix;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.data.anndata.Frame;
import io.cuvette.data.anndata.Matrix;
import io.cuvette.data.anndata.Unstructured;
import io.cuvette.data.h5ad.WriteOptions.MissingText;
import io.cuvette.data.h5ad.WriteOptions.SparseLayout;
import io.cuvette.data.hdf5.Hdf5Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

        assertThat(Python.run("check_written.py", file, layout)).isEqualTo("ok\n");
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

        assertThat(Python.run("nullable_structure.py", file))
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

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void anyDataComesBackEqual(long seed) throws IOException {
        Random random = new Random(seed);
        int cells = 1 + random.nextInt(300);
        int genes = 1 + random.nextInt(200);
        Matrix x = random(random, cells, genes);
        Frame obs = randomFrame(random, cells, "cell");
        Frame var = randomFrame(random, genes, "gene");
        AnnData data =
                new AnnData(
                        x,
                        obs,
                        var,
                        Map.of("a", random(random, cells, genes)),
                        Map.of("e", DenseMatrixes.random(random, cells, 1 + random.nextInt(9))));
        WriteOptions options =
                new WriteOptions(
                        random.nextInt(10),
                        random.nextBoolean() ? SparseLayout.CSR : SparseLayout.CSC,
                        MissingText.NULLABLE);
        Path file = folder.resolve("random.h5ad");

        H5adWriter.write(file, H5adDocument.of(data), options);
        AnnData back = H5adReader.read(file, ReadLimits.DEFAULT);

        assertThat(H5adReaderTest.rows(back.x())).isDeepEqualTo(H5adReaderTest.rows(x));
        assertThat(H5adReaderTest.rows(back.layers().get("a")))
                .isDeepEqualTo(H5adReaderTest.rows(data.layers().get("a")));
        assertThat(back.obsm().get("e").values()).isEqualTo(data.obsm().get("e").values());
        assertSame(back.obs(), obs);
        assertSame(back.var(), var);
    }

    private static void assertSame(Frame actual, Frame expected) {
        assertThat(actual.index()).isEqualTo(expected.index());
        assertThat(new ArrayList<>(actual.columns().keySet()))
                .isEqualTo(new ArrayList<>(expected.columns().keySet()));
        expected.columns()
                .forEach(
                        (name, column) -> {
                            Column read = actual.columns().get(name);
                            assertThat(read.getClass()).as(name).isEqualTo(column.getClass());
                            for (int i = 0; i < column.size(); i++) {
                                assertThat(read.text(i)).as(name).isEqualTo(column.text(i));
                                assertThat(read.isMissing(i)).isEqualTo(column.isMissing(i));
                            }
                        });
    }

    private static Matrix random(Random random, int rows, int columns) {
        if (random.nextInt(3) == 0) {
            return DenseMatrixes.random(random, rows, columns);
        }
        int[] pointers = new int[rows + 1];
        List<Integer> indices = new ArrayList<>();
        List<Float> values = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                if (random.nextInt(8) == 0 || (i == 0 && j == 0)) {
                    indices.add(j);
                    values.add(1f + random.nextInt(1000));
                }
            }
            pointers[i + 1] = indices.size();
        }
        float[] data = new float[values.size()];
        for (int k = 0; k < data.length; k++) {
            data[k] = values.get(k);
        }
        return new CsrMatrix(
                rows,
                columns,
                pointers,
                indices.stream().mapToInt(Integer::intValue).toArray(),
                data);
    }

    private static Frame randomFrame(Random random, int size, String prefix) {
        List<String> index = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            index.add(prefix + "-é" + i);
        }
        Map<String, Column> columns = new LinkedHashMap<>();
        int count = random.nextInt(8);
        for (int c = 0; c < count; c++) {
            columns.put("c" + c, randomColumn(random, size));
        }
        return new Frame(index, columns);
    }

    private static Column randomColumn(Random random, int size) {
        BitSet missing = new BitSet();
        for (int i = 0; i < size && random.nextBoolean(); i++) {
            missing.set(random.nextInt(size));
        }
        switch (random.nextInt(5)) {
            case 0 -> {
                return new Column.Reals(random.doubles(size).toArray());
            }
            case 1 -> {
                return new Column.Integers(random.longs(size).toArray(), missing);
            }
            case 2 -> {
                boolean[] values = new boolean[size];
                for (int i = 0; i < size; i++) {
                    values[i] = random.nextBoolean();
                }
                return new Column.Booleans(values, missing);
            }
            case 3 -> {
                String[] values = new String[size];
                for (int i = 0; i < size; i++) {
                    values[i] = missing.get(i) ? "" : "t".repeat(random.nextInt(4)) + "Ω";
                }
                return new Column.Strings(values, missing);
            }
            default -> {
                int categories = 1 + random.nextInt(400);
                List<String> names = new ArrayList<>();
                for (int i = 0; i < categories; i++) {
                    names.add("k" + i);
                }
                int[] codes = random.ints(size, -1, categories).toArray();
                return new Column.Categorical(codes, names, random.nextBoolean());
            }
        }
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
