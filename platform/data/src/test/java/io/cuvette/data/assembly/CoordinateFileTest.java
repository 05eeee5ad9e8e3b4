package io.cuvette.data.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.data.ReadLimits;
import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.data.testing.OpenFiles;
import io.cuvette.data.testing.Rows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoordinateFileTest {

    private static final int ROWS = 90;
    private static final int COLUMNS = 40;

    @TempDir Path scratch;

    /** What was added, dense. */
    private final float[][] expected = new float[ROWS][COLUMNS];

    /** In memory; in a file, in one range; in a file, in many; a value and a row at a time. */
    @ParameterizedTest
    @CsvSource({"100000, 100000", "64, 100000", "64, 50", "1, 1"})
    void givesRowsAndColumnsOfValuesInAnyOrder(int held, int range) throws IOException {
        try (CoordinateFile byRow = coordinates(held, range);
                CoordinateFile byColumn = coordinates(held, range)) {
            shuffled(byRow, byColumn);
            Rows rows = new Rows(COLUMNS);
            byRow.forEachRow(ROWS, COLUMNS, rows);
            Rows columns = new Rows(ROWS);
            byColumn.forEachColumn(ROWS, COLUMNS, columns);

            rows.assertEqualTo(expected);
            columns.assertEqualTo(transposed(expected));
            assertThat(OpenFiles.in(scratch)).hasSize(held == 100_000 ? 0 : 2);
        }
        assertThat(OpenFiles.in(scratch)).isEmpty();
        assertThat(scratch).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource({"100000, 100000", "64, 50"})
    void valuesThatCameRowByRowAreHandedOutAsTheyLie(int held, int range) throws IOException {
        try (CoordinateFile values = coordinates(held, range)) {
            Random random = new Random(4);
            for (int row = 0; row < ROWS; row++) {
                // within a row in any order and more than once
                for (int i = 0; i < (row % 5 == 0 ? 0 : 25); i++) {
                    add(row, random.nextInt(COLUMNS), 1 + random.nextInt(9), values);
                }
            }
            Rows rows = new Rows(COLUMNS);
            values.forEachRow(ROWS, COLUMNS, rows);

            rows.assertEqualTo(expected);
        }
        assertThat(OpenFiles.in(scratch)).isEmpty();
    }

    @Test
    void rowsAreCutIntoRangesOfBoundedValuesAndRows() throws IOException {
        AxisCounts counts = new AxisCounts();
        // 3, 2, 9, 0, 1 values, then rows without any
        for (int row : new int[] {0, 0, 0, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 4}) {
            counts.add(row);
        }
        assertThat(counts.inOrder()).isTrue();
        counts.add(3);
        assertThat(counts.inOrder()).isFalse();

        List<RowRange> ranges = RowRange.cut(counts, 11, 5);

        assertThat(ranges)
                .containsExactly(
                        new RowRange(0, 2, 0, 5),
                        new RowRange(2, 3, 5, 9),
                        new RowRange(3, 8, 14, 2),
                        new RowRange(8, 11, 16, 0));
    }

    @Test
    void zerosAreLeftOutAndNanStays() throws IOException {
        try (CoordinateFile values = coordinates(1, 1)) {
            values.add(1, 0, 0f);
            values.add(1, 1, Float.NaN);
            values.add(0, 1, 2f);
            assertThat(values.count()).isEqualTo(2);
            Rows rows = new Rows(2);
            values.forEachRow(2, 2, rows);

            rows.assertEqualTo(new float[][] {{0, 2}, {0, Float.NaN}});
        }
    }

    @Test
    void moreValuesThanAllowedAreRefused() throws IOException {
        ReadLimits three = new ReadLimits(10, 10, 3, 100, 10, 10);
        try (CoordinateFile values = new CoordinateFile(scratch, three, 2, 2)) {
            for (int i = 0; i < 3; i++) {
                values.add(i, 0, 1f);
            }
            assertThatThrownBy(() -> values.add(3, 0, 1f))
                    .isInstanceOfSatisfying(
                            DataException.class,
                            e -> assertThat(e.code()).isEqualTo(FindingCode.TOO_LARGE));
        }
        assertThat(OpenFiles.in(scratch)).isEmpty();
    }

    @Test
    void aSinkThatFailsLeavesNoFile() throws IOException {
        try (CoordinateFile values = coordinates(8, 8)) {
            shuffled(values);
            assertThatThrownBy(
                            () ->
                                    values.forEachRow(
                                            ROWS,
                                            COLUMNS,
                                            (columns, row, offset, length) -> {
                                                throw new IOException("full");
                                            }))
                    .hasMessage("full");
            assertThat(OpenFiles.in(scratch)).hasSize(1);
        }
        assertThat(OpenFiles.in(scratch)).isEmpty();
    }

    private CoordinateFile coordinates(int held, int range) {
        return new CoordinateFile(scratch, ReadLimits.DEFAULT, held, range);
    }

    private void shuffled(CoordinateFile... targets) throws IOException {
        Random random = new Random(3);
        for (int i = 0; i < 1_500; i++) {
            int row = random.nextInt(ROWS);
            // whole numbers, so that sums do not depend on their order
            if (row % 7 != 0) {
                add(row, random.nextInt(COLUMNS), 1 + random.nextInt(9), targets);
            }
        }
    }

    private void add(int row, int column, float value, CoordinateFile... targets)
            throws IOException {
        expected[row][column] += value;
        for (CoordinateFile target : targets) {
            target.add(row, column, value);
        }
    }

    private static float[][] transposed(float[][] matrix) {
        float[][] transposed = new float[COLUMNS][ROWS];
        for (int row = 0; row < ROWS; row++) {
            for (int column = 0; column < COLUMNS; column++) {
                transposed[column][row] = matrix[row][column];
            }
        }
        return transposed;
    }
}
