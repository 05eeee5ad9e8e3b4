package io.cuvette.data.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsRoundTripTest {
    @TempDir Path folder;

    @Test
    void everyTypeReadsBackAsWritten() throws Exception {
        Path file = folder.resolve("all.safetensors");
        float[] floats = new float[100_003];
        Random random = new Random(1);
        for (int i = 0; i < floats.length; i++) {
            floats[i] = random.nextFloat();
        }
        new SafetensorsWriter()
                .metadata("family", "batch-correction")
                .add("f32", floats, 100_003)
                .add("f64", new double[] {Math.PI, -0.0, Double.NaN}, 3, 1)
                .add("i64", new long[] {Long.MIN_VALUE, 7}, 2)
                .add("i32", new int[] {Integer.MIN_VALUE, 5}, 1, 2)
                .add("u8", new byte[] {-1, 1}, 2)
                .add("i16", TensorType.I16, new long[] {2}, shorts(-3, 300))
                .add(
                        "f16",
                        TensorType.F16,
                        new long[] {5},
                        shorts(0x3c00, 0xc000, 0x7bff, 1, 0xfc00))
                .add("bf16", TensorType.BF16, new long[] {2}, shorts(0x3f80, 0xc040))
                .add("bool", TensorType.BOOL, new long[] {2}, ByteBuffer.wrap(new byte[] {1, 0}))
                .add("i8", TensorType.I8, new long[] {1}, ByteBuffer.wrap(new byte[] {-9}))
                .add("scalar", new float[] {2.5f})
                .add("empty", new float[0], 0, 4)
                .writeTo(file);

        try (SafetensorsReader reader = SafetensorsReader.open(file)) {
            assertThat(reader.metadata())
                    .containsExactlyEntriesOf(Map.of("family", "batch-correction"));
            assertThat(reader.floats("f32")).containsExactly(floats);
            assertThat(reader.doubles("f64")).containsExactly(Math.PI, -0.0, Double.NaN);
            assertThat(reader.info("f64").shape()).containsExactly(3L, 1L);
            assertThat(reader.longs("i64")).containsExactly(Long.MIN_VALUE, 7);
            assertThat(reader.ints("i32")).containsExactly(Integer.MIN_VALUE, 5);
            assertThat(reader.bytes("u8")).containsExactly(-1, 1);
            assertThat(reader.ints("u8")).containsExactly(255, 1);
            assertThat(reader.longs("i16")).containsExactly(-3, 300);
            assertThat(reader.floats("f16"))
                    .containsExactly(1f, -2f, 65504f, 0x1p-24f, Float.NEGATIVE_INFINITY);
            assertThat(reader.doubles("bf16")).containsExactly(1.0, -3.0);
            assertThat(reader.bytes("bool")).containsExactly(1, 0);
            assertThat(reader.ints("i8")).containsExactly(-9);
            assertThat(reader.info("scalar").shape()).isEmpty();
            assertThat(reader.floats("scalar")).containsExactly(2.5f);
            assertThat(reader.floats("empty")).isEmpty();
            assertThat(reader.info("empty").shape()).containsExactly(0L, 4L);

            ByteBuffer part = ByteBuffer.allocateDirect(8).order(ByteOrder.LITTLE_ENDIAN);
            reader.read("f32", 40_000, part);
            assertThat(part.flip().getFloat()).isEqualTo(floats[10_000]);
            assertThatThrownBy(() -> reader.read("i8", 0, ByteBuffer.allocate(2)))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void sameTensorsInAnotherOrderGiveTheSameBytesAndDigest() throws Exception {
        Path first = folder.resolve("a");
        Path second = folder.resolve("b");
        WrittenFile written =
                new SafetensorsWriter()
                        .metadata("k", "v")
                        .metadata("a", "b")
                        .add("x", new byte[] {1, 2, 3}, 3)
                        .add("y", new double[] {1}, 1)
                        .writeTo(first);
        WrittenFile again =
                new SafetensorsWriter()
                        .add("y", new double[] {1}, 1)
                        .add("x", new byte[] {1, 2, 3}, 3)
                        .metadata("a", "b")
                        .metadata("k", "v")
                        .writeTo(second);

        byte[] bytes = Files.readAllBytes(first);
        assertThat(bytes).isEqualTo(Files.readAllBytes(second));
        assertThat(again).isEqualTo(written);
        assertThat(written.sizeBytes()).isEqualTo(bytes.length);
        assertThat(written.sha256())
                .isEqualTo(
                        HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
        assertThat(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong() % 8).isZero();
        try (SafetensorsReader reader = SafetensorsReader.open(first)) {
            assertThat(reader.names()).containsExactly("y", "x");
        }
    }

    @Test
    void failedWriteLeavesTheOldFileAndNothingElse() throws Exception {
        Path file = folder.resolve("model.safetensors");
        new SafetensorsWriter().add("x", new float[] {1}, 1).writeTo(file);
        byte[] before = Files.readAllBytes(file);

        SafetensorsWriter tooMuch =
                new SafetensorsWriter()
                        .add(
                                "x",
                                TensorType.U8,
                                new long[] {2},
                                target -> target.write(new byte[3]));
        SafetensorsWriter tooLittle =
                new SafetensorsWriter()
                        .add("x", TensorType.U8, new long[] {2}, target -> target.write(1));

        for (SafetensorsWriter writer : List.of(tooMuch, tooLittle)) {
            assertThatThrownBy(() -> writer.writeTo(file))
                    .isInstanceOfSatisfying(
                            SafetensorsException.class,
                            e -> assertThat(e.error()).isEqualTo(SafetensorsError.SIZE_MISMATCH));
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void readerAnswersTypedErrorsAndStaysSafeAfterClose() throws Exception {
        Path file = folder.resolve("x");
        new SafetensorsWriter().add("x", new long[] {1}, 1).writeTo(file);
        SafetensorsReader reader = SafetensorsReader.open(file);
        ByteBuffer kept = reader.buffer("x");

        assertThatThrownBy(() -> reader.floats("x"))
                .extracting(e -> ((SafetensorsException) e).error())
                .isEqualTo(SafetensorsError.WRONG_TYPE);
        assertThatThrownBy(() -> reader.floats("y"))
                .extracting(e -> ((SafetensorsException) e).error())
                .isEqualTo(SafetensorsError.NO_SUCH_TENSOR);
        reader.close();
        assertThat(kept.getLong()).isEqualTo(1);
        assertThatThrownBy(() -> reader.longs("x")).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void writerRefusesWhatItCouldNotReadBack() {
        SafetensorsWriter writer = new SafetensorsWriter().add("x", new float[] {1}, 1);
        assertThatThrownBy(() -> writer.add("x", new float[] {1}, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> writer.add("y", new float[] {1}, 2))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> writer.add("__metadata__", new float[] {1}, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void streamAndFileHoldTheSameBytes() throws IOException {
        SafetensorsWriter writer = new SafetensorsWriter().add("x", new int[] {1, 2}, 2);
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        writer.writeTo(stream);
        Path file = folder.resolve("x");
        writer.writeTo(file);
        assertThat(Files.readAllBytes(file)).isEqualTo(stream.toByteArray());
    }

    private static ByteBuffer shorts(int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            buffer.putShort((short) value);
        }
        return buffer.flip();
    }
}
