package io.cuvette.batchcorrection.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.data.anndata.DenseRows;
import io.cuvette.data.safetensors.SafetensorsReader;
import io.cuvette.data.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More cells than are read at once: a block is 5461 of them. */
class StoredEmbeddingTest {

    private static final int CELLS = 12_000;
    private static final int DIMENSIONS = 3;

    @TempDir static Path folder;

    private SafetensorsReader file;

    private static float value(int cell, int dimension) {
        return cell + dimension / 4f;
    }

    @BeforeEach
    void write() throws IOException {
        float[] values = new float[CELLS * DIMENSIONS];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(i / DIMENSIONS, i % DIMENSIONS);
        }
        float[] withNaN = values.clone();
        withNaN[withNaN.length - 1] = Float.NaN;
        Path path = folder.resolve("tensors.safetensors");
        new SafetensorsWriter()
                .add("before", new int[] {1, 2, 3}, 3)
                .add("points", values, CELLS, DIMENSIONS)
                .add("unplaced", withNaN, CELLS, DIMENSIONS)
                .add("codes", new int[CELLS * 2], CELLS, 2)
                .add("flat", values, CELLS * DIMENSIONS)
                .writeTo(path);
        file = SafetensorsReader.open(path);
    }

    @AfterEach
    void close() throws IOException {
        file.close();
    }

    private StoredEmbedding points() throws IOException {
        return StoredEmbedding.of(file, "points", CELLS);
    }

    private static void isCell(int cell, DenseRows rows) {
        float[] row = {-1, -1, -1, -1, -1};
        rows.copyRow(cell, row, 1);
        assertThat(row).containsExactly(-1, value(cell, 0), value(cell, 1), value(cell, 2), -1);
    }

    @Test
    void rowsAreTheSameInWhateverOrderTheyAreRead() throws IOException {
        DenseRows rows = points().rows();
        assertThat(rows.rows()).isEqualTo(CELLS);
        assertThat(rows.columns()).isEqualTo(DIMENSIONS);

        for (int cell = 0; cell < CELLS; cell++) {
            isCell(cell, rows);
        }
        for (int cell : new int[] {CELLS - 1, 0, 1, 5461, 5460, 5462, 7, 7, 11_000}) {
            isCell(cell, rows);
        }
        assertThatThrownBy(() -> isCell(CELLS, rows)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void blocksReachOverWhatIsReadAtOnce() throws IOException {
        DenseMatrix block = points().block(100, 11_900);

        assertThat(block.rows()).isEqualTo(11_800);
        for (int cell : new int[] {100, 5560, 5561, 5562, 11_899}) {
            assertThat(block.get(cell - 100, 2)).isEqualTo(value(cell, 2));
        }
        assertThat(points().block(5, 5).values()).isEmpty();
        assertThatThrownBy(() -> points().block(0, CELLS + 1))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void chosenCellsComeInTheirOrder() throws IOException {
        Embedding chosen = points().select(new int[] {11_999, 3, 4, 3});

        assertThat(chosen.values())
                .containsExactly(
                        11_999, 11_999.25, 11_999.5, 3, 3.25, 3.5, 4, 4.25, 4.5, 3, 3.25, 3.5);
    }

    @Test
    void theLastValueCounts() throws IOException {
        assertThat(points().isFinite()).isTrue();
        assertThat(StoredEmbedding.of(file, "unplaced", CELLS).isFinite()).isFalse();
    }

    @Test
    void tensorsOfAnotherTypeOrShapeAreRefused() {
        for (String tensor : List.of("codes", "flat", "before", "absent")) {
            assertThatThrownBy(() -> StoredEmbedding.of(file, tensor, CELLS))
                    .as(tensor)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(tensor);
        }
        assertThatThrownBy(() -> StoredEmbedding.of(file, "points", CELLS - 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("[11999, dimensions] expected");
    }

    @Test
    void sideBySideTheyAreOneMatrix() throws IOException {
        DenseRows both =
                new RowsSideBySide(
                        List.of(
                                points().rows(),
                                new DenseMatrix(CELLS, 1, new float[CELLS]),
                                points().rows()));

        float[] row = new float[8];
        both.copyRow(6000, row, 1);
        assertThat(both.columns()).isEqualTo(7);
        assertThat(row).containsExactly(0, 6000, 6000.25f, 6000.5f, 0, 6000, 6000.25f, 6000.5f);
        assertThatThrownBy(
                        () ->
                                new RowsSideBySide(
                                        List.of(
                                                points().rows(),
                                                new DenseMatrix(2, 1, new float[2]))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("12000 and 2 rows");
    }
}
