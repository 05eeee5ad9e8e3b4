package io.cuvette.batchcorrection.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.data.anndata.DenseMatrix;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddingFileTest {

    @TempDir Path scratch;

    private EmbeddingFile file() throws IOException {
        EmbeddingFile file = EmbeddingFile.create(scratch, 2);
        file.append(new DenseMatrix(2, 2, new float[] {1, 2, 3, 4}));
        file.append(new DenseMatrix(1, 2, new float[] {-5.5f, 6}));
        return file;
    }

    @Test
    void selectsAsAnEmbeddingInMemoryDoes() throws IOException {
        Embedding inMemory =
                Embedding.of(new DenseMatrix(3, 2, new float[] {1, 2, 3, 4, -5.5f, 6}));
        try (EmbeddingFile file = file()) {
            assertThat(file.cells()).isEqualTo(3);
            assertThat(file.dimensions()).isEqualTo(2);
            int[] chosen = {2, 0, 2};
            assertThat(file.select(chosen).values()).isEqualTo(inMemory.select(chosen).values());
            assertThat(file.select(new int[0]).cells()).isZero();
            assertThatThrownBy(() -> file.select(new int[] {3}))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void writesItsValuesAndGoesOnAfterwards() throws IOException {
        try (EmbeddingFile file = file()) {
            for (int time = 0; time < 2; time++) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                file.writeTo(bytes);
                float[] values = new float[6];
                ByteBuffer.wrap(bytes.toByteArray())
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asFloatBuffer()
                        .get(values);
                assertThat(values).containsExactly(1, 2, 3, 4, -5.5f, 6);
                assertThat(bytes.size()).isEqualTo(24);
            }
            file.append(new DenseMatrix(1, 2, new float[] {7, 8}));
            assertThat(file.select(new int[] {3}).values()).containsExactly(7, 8);
        }
    }

    @Test
    void tellsOfValuesThatAreNotFinite() throws IOException {
        try (EmbeddingFile file = file()) {
            assertThat(file.isFinite()).isTrue();
            file.append(new DenseMatrix(1, 2, new float[] {0, Float.POSITIVE_INFINITY}));
            assertThat(file.isFinite()).isFalse();
        }
    }

    @Test
    void refusesAnotherWidthAndLeavesNothing() throws IOException {
        try (EmbeddingFile file = file()) {
            assertThatThrownBy(() -> file.append(new DenseMatrix(1, 3, new float[3])))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("2 dimensions");
            assertThat(file.cells()).isEqualTo(3);
        }
        assertThat(scratch).isEmptyDirectory();
    }
}
