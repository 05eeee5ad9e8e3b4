package io.cuvette.data.anndata;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.data.testing.OpenFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowFileTest {

    @TempDir Path scratch;

    @Test
    void givesBackEveryRowInAnyOrder() throws IOException {
        // empty rows, full rows and more values than the writer buffers
        CsrMatrix matrix = random(700, 900, 5);

        try (RowFile file = written(matrix)) {
            assertThat(file.rows()).isEqualTo(700);
            assertThat(file.columns()).isEqualTo(900);
            assertThat(file.storedValues()).isEqualTo(matrix.storedValues()).isGreaterThan(1 << 17);
            StoredRow fromFile = new StoredRow(file);
            StoredRow inMemory = new StoredRow(matrix);
            float[] dense = new float[902];
            float[] expected = new float[902];
            Random random = new Random(6);
            for (int i = 0; i < 2_000; i++) {
                int row = random.nextInt(700);
                int length = fromFile.read(row);
                assertThat(length).isEqualTo(inMemory.read(row)).isEqualTo(matrix.rowLength(row));
                for (int k = 0; k < length; k++) {
                    assertThat(fromFile.column(k)).isEqualTo(inMemory.column(k));
                    assertThat(fromFile.value(k)).isEqualTo(inMemory.value(k));
                }
                file.copyRow(row, dense, 1);
                matrix.copyRow(row, expected, 1);
                assertThat(dense).isEqualTo(expected);
            }
        }
        assertThat(OpenFiles.in(scratch)).isEmpty();
        assertThat(scratch).isEmptyDirectory();
    }

    @Test
    void knowsWhereEachOfManyRowsBegins() throws IOException {
        CsrMatrix matrix = random(20_000, 5, 8);

        try (RowFile file = written(matrix)) {
            assertThat(file.rows()).isEqualTo(20_000);
            assertThat(file.storedValues()).isEqualTo(matrix.storedValues());
            int[] columns = new int[5];
            float[] values = new float[5];
            for (int row : new int[] {0, 1_023, 1_024, 1_025, 16_383, 16_384, 17_000, 19_999}) {
                int length = matrix.rowLength(row);
                assertThat(file.rowLength(row)).isEqualTo(length);
                file.copyStored(row, columns, values, 0);
                int from = matrix.rowPointers()[row];
                for (int k = 0; k < length; k++) {
                    assertThat(columns[k]).isEqualTo(matrix.columnIndices()[from + k]);
                    assertThat(values[k]).isEqualTo(matrix.values()[from + k]);
                }
            }
        }
    }

    @Test
    void rowsAreSelectedWithoutACopy() throws IOException {
        CsrMatrix matrix = random(30, 40, 7);
        int[] chosen = {29, 3, 3, 0};

        try (RowFile file = written(matrix)) {
            SelectedRows selected = new SelectedRows(file, chosen);
            CsrMatrix expected = matrix.selectRows(chosen);

            assertThat(selected.rows()).isEqualTo(4);
            assertThat(selected.storedValues()).isEqualTo(expected.storedValues());
            float[] row = new float[40];
            float[] other = new float[40];
            for (int i = 0; i < 4; i++) {
                selected.copyRow(i, row, 0);
                expected.copyRow(i, other, 0);
                assertThat(row).isEqualTo(other);
            }
        }
    }

    @Test
    void anUnfinishedFileIsDeleted() throws IOException {
        try (RowFile.Writer writer = RowFile.writer(scratch, 3)) {
            writer.row(new int[] {0}, new float[] {1}, 0, 1);
        }
        assertThat(OpenFiles.in(scratch)).isEmpty();
        assertThat(scratch).isEmptyDirectory();
    }

    private RowFile written(CsrMatrix matrix) throws IOException {
        try (RowFile.Writer writer = RowFile.writer(scratch, matrix.columns())) {
            matrix.forEachRow(writer);
            return writer.finish();
        }
    }

    /** Every fifth row is empty, every seventh full. */
    private static CsrMatrix random(int rows, int columns, long seed) {
        Random random = new Random(seed);
        CsrBuilder builder = new CsrBuilder(columns, 10);
        int[] indices = new int[columns];
        float[] values = new float[columns];
        for (int row = 0; row < rows; row++) {
            double density = row % 5 == 0 ? 0 : row % 7 == 0 ? 1 : 0.3;
            int length = 0;
            for (int column = 0; column < columns; column++) {
                if (random.nextDouble() < density) {
                    indices[length] = column;
                    values[length++] = random.nextFloat();
                }
            }
            builder.row(indices, values, 0, length);
        }
        return builder.finish();
    }
}
