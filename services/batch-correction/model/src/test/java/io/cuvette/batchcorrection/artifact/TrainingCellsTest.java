package io.cuvette.batchcorrection.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.batchcorrection.embedding.EmbeddingFile;
import io.cuvette.batchcorrection.embedding.StoredEmbedding;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.data.anndata.DenseMatrix;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingCellsTest {

    private static final CellIndex INDEX =
            new CellIndex(new int[] {0, 4}, new int[] {1, 0}, new int[] {-1, 2}, new int[] {0, 2});

    @TempDir Path folder;
    @TempDir Path scratch;

    private void write() throws IOException {
        Path names = TrainingCells.writeNames(scratch, List.of("a \"quoted\" ü", "b"));
        try (EmbeddingFile embedding = EmbeddingFile.create(scratch, 3)) {
            embedding.append(new DenseMatrix(2, 3, new float[] {1, 2, 3, 4, 5, 6}));
            TrainingCells.write(
                    folder,
                    names,
                    INDEX,
                    Map.of(Method.FE, embedding),
                    Map.of(Method.FE, new DenseMatrix(2, 2, new float[] {7, 8, 9, 10})));
        }
    }

    @Test
    void readsBackWhatWasWritten() throws IOException {
        write();

        try (TrainingCells cells = TrainingCells.read(folder)) {
            isAsWritten(cells);
            // files in use are read on when their names are gone
            Files.delete(folder.resolve(TrainingCells.EMBEDDINGS));
            isAsWritten(cells);
        }
    }

    private static void isAsWritten(TrainingCells cells) {
        assertThat(cells.names()).containsExactly("a \"quoted\" ü", "b");
        assertThat(cells.index().rows()).containsExactly(0, 4);
        assertThat(cells.index().batches()).containsExactly(1, 0);
        assertThat(cells.index().labels()).containsExactly(-1, 2);
        assertThat(cells.index().parts()).containsExactly(0, 2);
        assertThat(cells.embedding(Method.FE).orElseThrow().block(0, 2).values())
                .containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(cells.layout(Method.FE).orElseThrow().block(1, 2).values())
                .containsExactly(9, 10);
        assertThat(cells.embedding(Method.PCA)).isEmpty();
        // 4 integers a cell, the bytes of the names and an end each, and of 6 tensors no value
        assertThat(cells.sizeBytes()).isEqualTo(16 * 2 + 14 + 8 + 6 * 256);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"names\": \"a\"}",
                "{\"names\": [1, 2]}",
                "{\"other\": []}",
                "{\"names\": [\"a\"",
                "{\"names\": [\"a\", \"b\"], \"more\": 1}"
            })
    void damagedNamesFailTheLoad(String json) throws IOException {
        write();
        Files.writeString(folder.resolve(TrainingCells.NAMES), json);

        assertThatThrownBy(() -> TrainingCells.read(folder)).isInstanceOf(IOException.class);
    }

    @Test
    void namesHaveToBeAsManyAsCells() throws IOException {
        write();
        Files.writeString(folder.resolve(TrainingCells.NAMES), "{\"names\": [\"a\"]}");

        assertThatThrownBy(() -> TrainingCells.read(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("1 names for 2 cells");
    }

    @Test
    void aClosedFileIsNotRead() throws IOException {
        write();
        TrainingCells cells = TrainingCells.read(folder);
        StoredEmbedding embedding = cells.embedding(Method.FE).orElseThrow();
        cells.close();

        assertThatThrownBy(() -> embedding.block(0, 1)).isInstanceOf(UncheckedIOException.class);
    }
}
