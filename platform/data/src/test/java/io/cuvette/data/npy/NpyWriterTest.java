package io.cuvette.data.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.data.anndata.DenseMatrix;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class NpyWriterTest {

    @Test
    void writesHeaderAndValuesAsNumpyDoes() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        NpyWriter.write(new DenseMatrix(2, 3, new float[] {1, 2, 3, -4, 0.5f, 6}), out);

        byte[] bytes = out.toByteArray();
        int headerLength = bytes[8] + 256 * bytes[9];
        assertThat((10 + headerLength) % 64).isZero();
        assertThat(new String(bytes, 10, headerLength, StandardCharsets.US_ASCII))
                .startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }")
                .endsWith("\n");
        ByteBuffer data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        data.position(10 + headerLength);
        float[] values = new float[6];
        data.asFloatBuffer().get(values);
        assertThat(values).containsExactly(1, 2, 3, -4, 0.5f, 6);
        assertThat(data.remaining()).isEqualTo(24);
    }

    @Test
    void writesMoreRowsThanOneChunkHolds() throws IOException {
        float[] values = new float[1_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        NpyWriter.write(new DenseMatrix(1_000, 1, values), out);

        ByteBuffer data = ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(data.getFloat(data.limit() - 4)).isEqualTo(999f);
        assertThat(data.limit()).isEqualTo(128 + 4_000);
    }

    @Test
    void anyNumberOfAxesIsWrittenAsItComes() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        NpyWriter writer = NpyWriter.begin(out, 2, 1, 2);
        writer.add(new float[] {1, 2, 3});
        writer.add(new float[] {4});
        writer.finish();

        ByteBuffer data = ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(new String(out.toByteArray(), 10, 100, StandardCharsets.US_ASCII))
                .contains("'shape': (2, 1, 2), ");
        assertThat(data.getFloat(data.limit() - 4)).isEqualTo(4);
        NpyWriter.begin(new ByteArrayOutputStream(), 0).finish();
        ByteArrayOutputStream vector = new ByteArrayOutputStream();
        NpyWriter.begin(vector, 3);
        assertThat(new String(vector.toByteArray(), 10, 100, StandardCharsets.US_ASCII))
                .contains("'shape': (3,), ");
    }

    @Test
    void tooFewValuesAndTooManyAreMistakes() throws IOException {
        NpyWriter writer = NpyWriter.begin(new ByteArrayOutputStream(), 2, 2);
        writer.add(new float[] {1, 2, 3});

        assertThatThrownBy(writer::finish)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("1 values are missing");
        assertThatThrownBy(() -> writer.add(new float[2]))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("more values");
    }
}
