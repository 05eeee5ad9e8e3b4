package io.cuvette.data.h5ad;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.data.ReadLimits;
import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.CsrMatrix;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.data.anndata.Frame;
import io.cuvette.data.anndata.Matrix;
import io.cuvette.data.h5ad.WriteOptions.MissingText;
import io.cuvette.data.h5ad.WriteOptions.SparseLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever is written is read back equal. */
class H5adRoundTripTest {

    @Property(tries = 60)
    void anyDataComesBackEqual(@ForAll Random random) throws IOException {
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
                        Map.of("e", dense(random, cells, 1 + random.nextInt(9))));
        WriteOptions options =
                new WriteOptions(
                        random.nextInt(10),
                        random.nextBoolean() ? SparseLayout.CSR : SparseLayout.CSC,
                        MissingText.NULLABLE);
        Path file = Files.createTempFile("cuvette", ".h5ad");

        H5adWriter.write(file, H5adDocument.of(data), options);
        AnnData back = H5adReader.read(file, ReadLimits.DEFAULT);
        Files.delete(file);

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
            return dense(random, rows, columns);
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

    /** No value is zero, so that the reader keeps the matrix dense. */
    private static DenseMatrix dense(Random random, int rows, int columns) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = 0.5f + random.nextFloat();
        }
        return new DenseMatrix(rows, columns, values);
    }
}
