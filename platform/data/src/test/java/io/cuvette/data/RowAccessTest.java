package io.cuvette.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.Frame;
import io.cuvette.data.anndata.Matrix;
import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.data.testing.OpenFiles;
import io.cuvette.data.testing.Python;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chosen rows are the rows of the whole matrix, and the rest of it is left alone. */
class RowAccessTest {

    private static final int ROWS = 700;
    private static final int COLUMNS = 40;

    /** Neighbours, both ends, and rows whose chunks hold no other. */
    private static final int[] CHOSEN = {0, 3, 4, 5, 9, 18, 333, 334, 600, 698, 699};

    @TempDir Path folder;
    @TempDir Path scratch;

    /** Small chunks cut rows apart; row 9 and every ninth after it are empty. */
    private Path write(String code) throws Exception {
        Python.assumeModules("anndata", "h5py");
        Path file = folder.resolve("matrix.h5ad");
        Python.run(
                """
                import sys, numpy, scipy.sparse, anndata, h5py
                rows, columns = 700, 40
                x = scipy.sparse.random(rows, columns, 0.4, 'csr', 'float32', 5).tolil()
                for row in range(0, rows, 9):
                    x[row] = 0
                x = x.tocsr()
                def chunked(file, name, chunk, **options):
                    values = file[name][...]
                    attributes = dict(file[name].attrs)
                    del file[name]
                    made = file.create_dataset(name, data=values, chunks=chunk, **options)
                    made.attrs.update(attributes)
                """
                        + code,
                file);
        return file;
    }

    private ReadOptions options() {
        return ReadOptions.in(scratch);
    }

    private void assertChosenRowsAreThoseOfTheWhole(Path file) throws IOException {
        Matrix whole = DatasetReader.read(file, options()).x();
        try (SpooledRows rows =
                DatasetReader.spoolRows(file, Optional.empty(), CHOSEN, options())) {
            assertThat(rows.var().size()).isEqualTo(COLUMNS);
            assertThat(rows.counts().rows()).isEqualTo(CHOSEN.length);
            float[] expected = new float[COLUMNS];
            float[] found = new float[COLUMNS];
            for (int i = 0; i < CHOSEN.length; i++) {
                whole.copyRow(CHOSEN[i], expected, 0);
                rows.counts().copyRow(i, found, 0);
                assertThat(found).as("row %d", CHOSEN[i]).isEqualTo(expected);
            }
        }
        assertThat(OpenFiles.in(scratch)).isEmpty();
        assertThat(scratch).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "anndata.AnnData(x).write_h5ad(sys.argv[1])",
                "anndata.AnnData(x.tocsc()).write_h5ad(sys.argv[1], compression='gzip')",
                "anndata.AnnData(x.toarray()).write_h5ad(sys.argv[1])",
                """
                anndata.AnnData(x).write_h5ad(sys.argv[1])
                with h5py.File(sys.argv[1], 'r+') as f:
                    chunked(f, 'X/data', (37,), compression='gzip')
                    chunked(f, 'X/indices', (11,))
                """,
                """
                anndata.AnnData(x.toarray()).write_h5ad(sys.argv[1])
                with h5py.File(sys.argv[1], 'r+') as f:
                    chunked(f, 'X', (8, 7), compression='gzip')
                """,
                """
                for i in range(rows):
                    a, b = x.indptr[i], x.indptr[i + 1]
                    x.indices[a:b] = x.indices[a:b][::-1].copy()
                    x.data[a:b] = x.data[a:b][::-1].copy()
                x.has_sorted_indices = False
                anndata.AnnData(x).write_h5ad(sys.argv[1])
                """
            })
    void howeverTheyAreStored(String code) throws Exception {
        assertChosenRowsAreThoseOfTheWhole(write(code.stripIndent()));
    }

    @Test
    void rowsOfTables() throws Exception {
        Path file = folder.resolve("table.csv");
        Files.writeString(file, "cell,g1,g2\na,1,0\nb,0,7\nc,0,0\nd,5,6\n");
        ReadOptions options =
                new ReadOptions(Orientation.CELLS_BY_GENES, scratch, ReadLimits.DEFAULT);

        try (SpooledRows rows =
                DatasetReader.spoolRows(file, Optional.empty(), new int[] {1, 3}, options)) {
            float[] values = new float[4];
            rows.counts().copyRow(0, values, 0);
            rows.counts().copyRow(1, values, 2);
            assertThat(values).containsExactly(0, 7, 5, 6);
            assertThat(rows.var().index()).containsExactly("g1", "g2");
        }
        assertThatThrownBy(
                        () ->
                                DatasetReader.spoolRows(
                                        file, Optional.empty(), new int[] {1, 4}, options))
                .isInstanceOfSatisfying(
                        DataException.class,
                        e -> assertThat(e.code()).isEqualTo(FindingCode.INDEX_OUT_OF_RANGE));
        assertThatThrownBy(
                        () ->
                                DatasetReader.spoolRows(
                                        file, Optional.of("counts"), new int[] {1}, options))
                .isInstanceOfSatisfying(
                        DataException.class,
                        e -> assertThat(e.code()).isEqualTo(FindingCode.EMPTY));
        assertThat(scratch).isEmptyDirectory();
    }

    @Test
    void rowsThatAreNotThereAreRefused() throws Exception {
        Path file = write("anndata.AnnData(x).write_h5ad(sys.argv[1])");

        assertThatThrownBy(
                        () ->
                                DatasetReader.spoolRows(
                                        file, Optional.empty(), new int[] {5, 700}, options()))
                .isInstanceOfSatisfying(
                        DataException.class,
                        e -> assertThat(e.code()).isEqualTo(FindingCode.INDEX_OUT_OF_RANGE))
                .hasMessageContaining("Cell 700");
        for (int[] wrong : new int[][] {{-1}, {3, 3}, {4, 3}}) {
            assertThatThrownBy(
                            () -> DatasetReader.spoolRows(file, Optional.empty(), wrong, options()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(scratch).isEmptyDirectory();
    }

    /** Were a chunk of other rows expanded, its damage would be noticed. */
    @Test
    void chunksOfOtherRowsAreNotTouched() throws Exception {
        Path file =
                write(
                        """
                        anndata.AnnData(x).write_h5ad(sys.argv[1])
                        with h5py.File(sys.argv[1], 'r+') as f:
                            chunked(f, 'X/data', (64,), compression='gzip', shuffle=True)
                            first = f['X/indptr'][50]
                            info = f['X/data'].id.get_chunk_info(int(first) // 64)
                            open(sys.argv[1] + '.damage', 'w').write(
                                '%d %d' % (info.byte_offset, info.size))
                        """);
        String[] damage = Files.readString(Path.of(file + ".damage")).split(" ");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(
                    ByteBuffer.allocate(Integer.parseInt(damage[1])), Long.parseLong(damage[0]));
        }

        assertThatThrownBy(
                        () -> DatasetReader.spool(file, Optional.empty(), any -> false, options()))
                .isInstanceOf(DataException.class);
        int[] elsewhere = {1, 2, 300, 650};
        try (SpooledRows rows =
                DatasetReader.spoolRows(file, Optional.empty(), elsewhere, options())) {
            assertThat(rows.counts().storedValues()).isPositive();
        }
        assertThatThrownBy(
                        () ->
                                DatasetReader.spoolRows(
                                        file, Optional.empty(), new int[] {50, 51, 52}, options()))
                .isInstanceOf(DataException.class);
        assertThat(scratch).isEmptyDirectory();
    }

    @Test
    void rowsOfALayerWithItsAbsenceNamed() throws Exception {
        Path file =
                write(
                        """
                        data = anndata.AnnData(x * 2)
                        data.layers['counts'] = x
                        data.write_h5ad(sys.argv[1])
                        """);
        AnnData data = DatasetReader.read(file, options());
        Frame var = data.var();
        try (SpooledRows rows =
                DatasetReader.spoolRows(file, Optional.of("counts"), CHOSEN, options())) {
            float[] expected = new float[COLUMNS];
            float[] found = new float[COLUMNS];
            data.layers().get("counts").copyRow(CHOSEN[6], expected, 0);
            rows.counts().copyRow(6, found, 0);
            assertThat(found).isEqualTo(expected);
            assertThat(rows.var().index()).isEqualTo(var.index());
        }
        assertThatThrownBy(
                        () ->
                                DatasetReader.spoolRows(
                                        file, Optional.of("other"), CHOSEN, options()))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("layers/counts");
        assertThat(ROWS).isEqualTo(data.cells());
    }
}
