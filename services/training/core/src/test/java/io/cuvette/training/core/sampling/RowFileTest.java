package io.cuvette.training.core.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.cuvette.data.anndata.CsrMatrix;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowFileTest {

    @TempDir private Path folder;

    private Path file() {
        return folder.resolve("rows");
    }

    /** Row i holds i % 5 values. */
    private static CsrMatrix matrix(int rows) {
        int[] pointers = new int[rows + 1];
        for (int i = 0; i < rows; i++) {
            pointers[i + 1] = pointers[i] + i % 5;
        }
        int[] columns = new int[pointers[rows]];
        float[] values = new float[columns.length];
        for (int i = 0; i < rows; i++) {
            for (int k = pointers[i]; k < pointers[i + 1]; k++) {
                columns[k] = 2 * (k - pointers[i]);
                values[k] = i + 0.25f * (k - pointers[i]);
            }
        }
        return new CsrMatrix(rows, 10, pointers, columns, values);
    }

    private static void assertSame(CsrMatrix actual, CsrMatrix expected) {
        assertThat(actual.rowPointers()).isEqualTo(expected.rowPointers());
        assertThat(actual.columnIndices()).isEqualTo(expected.columnIndices());
        assertThat(actual.values()).isEqualTo(expected.values());
    }

    @Test
    void rowsComeBackInAnyOrderHoweverTheyWereAppended() throws IOException {
        CsrMatrix matrix = matrix(23);
        try (RowFile.Writer writer = RowFile.create(file(), 23, 10)) {
            writer.append(matrix.selectRows(IntStream.range(0, 9).toArray()));
            writer.append(matrix.selectRows(IntStream.range(9, 23).toArray()));
            try (RowFile rows = writer.finish()) {
                int[] chosen = {22, 0, 9, 8, 14, 9};

                assertSame(rows.select(chosen), matrix.selectRows(chosen));
                assertThat(rows.storedValues()).isEqualTo(matrix.storedValues());
                assertThat(rows.rowLength(4)).isEqualTo(4);
            }
        }
    }

    @Test
    void rowsThatFillTheBufferManyTimesAreWhole() throws IOException {
        CsrMatrix matrix = matrix(200_000);
        try (RowFile.Writer writer = RowFile.create(file(), 200_000, 10)) {
            writer.append(matrix);
            try (RowFile rows = writer.finish()) {
                int[] all = IntStream.range(0, 200_000).toArray();
                assertSame(rows.select(all), matrix);
            }
        }
    }

    @Test
    void nothingIsLeftAfterUse() throws IOException {
        try (RowFile.Writer writer = RowFile.create(file(), 3, 10)) {
            writer.append(matrix(3));
            writer.finish().close();
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aFileThatIsGivenUpIsGone() throws IOException {
        try (RowFile.Writer writer = RowFile.create(file(), 3, 10)) {
            writer.append(matrix(2));
            assertThatIllegalStateException()
                    .isThrownBy(writer::finish)
                    .withMessage("2 of 3 rows were appended");
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void rowsOfAnotherWidthOrTooManyAreRefused() throws IOException {
        try (RowFile.Writer writer = RowFile.create(file(), 3, 11)) {
            assertThatIllegalArgumentException().isThrownBy(() -> writer.append(matrix(2)));
        }
        try (RowFile.Writer writer = RowFile.create(file(), 3, 10)) {
            assertThatIllegalArgumentException().isThrownBy(() -> writer.append(matrix(4)));
        }
    }
}
