package io.cuvette.data.safetensors;

import static io.cuvette.data.safetensors.SafetensorsError.DUPLICATE_KEY;
import static io.cuvette.data.safetensors.SafetensorsError.FILE_TOO_SHORT;
import static io.cuvette.data.safetensors.SafetensorsError.HEADER_NOT_AN_OBJECT;
import static io.cuvette.data.safetensors.SafetensorsError.HEADER_NOT_JSON;
import static io.cuvette.data.safetensors.SafetensorsError.HEADER_TOO_LARGE;
import static io.cuvette.data.safetensors.SafetensorsError.HEADER_TRUNCATED;
import static io.cuvette.data.safetensors.SafetensorsError.HOLE;
import static io.cuvette.data.safetensors.SafetensorsError.INVALID_ENTRY;
import static io.cuvette.data.safetensors.SafetensorsError.INVALID_METADATA;
import static io.cuvette.data.safetensors.SafetensorsError.INVALID_SHAPE;
import static io.cuvette.data.safetensors.SafetensorsError.OFFSETS_OUT_OF_BOUNDS;
import static io.cuvette.data.safetensors.SafetensorsError.OVERLAP;
import static io.cuvette.data.safetensors.SafetensorsError.SIZE_MISMATCH;
import static io.cuvette.data.safetensors.SafetensorsError.TRAILING_BYTES;
import static io.cuvette.data.safetensors.SafetensorsError.UNKNOWN_TYPE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SafetensorsHostileTest {
    @TempDir Path folder;

    static Stream<Arguments> headers() {
        return Stream.of(
                Arguments.of("", 0, HEADER_NOT_AN_OBJECT),
                Arguments.of("[]", 0, HEADER_NOT_AN_OBJECT),
                Arguments.of("{", 0, HEADER_NOT_JSON),
                Arguments.of("{} {}", 0, HEADER_NOT_JSON),
                Arguments.of("\ufeff{}", 0, HEADER_NOT_JSON),
                Arguments.of("{\"x\":{\"a\":[[[[", 0, INVALID_ENTRY),
                Arguments.of("{\"x\":{\"shape\":[[[[", 0, HEADER_NOT_JSON),
                Arguments.of("{\"x\":1}", 0, INVALID_ENTRY),
                Arguments.of(tensor("x", "F32", "[1]", "0,4", ",\"more\":1"), 4, INVALID_ENTRY),
                Arguments.of(tensor("x", "F32", "[1.5]", "0,4", ""), 4, INVALID_ENTRY),
                Arguments.of(tensor("x", "F32", "1", "0,4", ""), 4, INVALID_ENTRY),
                Arguments.of(tensor("x", "F32", "[1]", "0,4,8", ""), 4, INVALID_ENTRY),
                Arguments.of("{\"x\":{\"dtype\":\"F32\",\"shape\":[1]}}", 4, INVALID_ENTRY),
                Arguments.of("{\"__metadata__\":{\"a\":1}}", 0, INVALID_METADATA),
                Arguments.of("{\"__metadata__\":[]}", 0, INVALID_METADATA),
                Arguments.of(tensor("x", "C64", "[1]", "0,8", ""), 8, UNKNOWN_TYPE),
                Arguments.of(tensor("x", "F32", "[-1]", "0,4", ""), 4, INVALID_SHAPE),
                Arguments.of(
                        tensor("x", "F32", "[4294967296,4294967296]", "0,0", ""), 0, INVALID_SHAPE),
                Arguments.of(
                        tensor("x", "F32", "[2305843009213693952]", "0,0", ""), 0, INVALID_SHAPE),
                Arguments.of(
                        tensor("x", "F32", "[99999999999999999999]", "0,4", ""), 4, INVALID_SHAPE),
                Arguments.of(tensor("x", "F32", "[1]", "4,0", ""), 4, OFFSETS_OUT_OF_BOUNDS),
                Arguments.of(tensor("x", "F32", "[1]", "-4,0", ""), 4, OFFSETS_OUT_OF_BOUNDS),
                Arguments.of(tensor("x", "F32", "[2]", "0,8", ""), 4, OFFSETS_OUT_OF_BOUNDS),
                Arguments.of(
                        tensor("x", "F32", "[1]", "9223372036854775804,9223372036854775807", ""),
                        4,
                        OFFSETS_OUT_OF_BOUNDS),
                Arguments.of(tensor("x", "F32", "[2]", "0,4", ""), 4, SIZE_MISMATCH),
                Arguments.of(tensor("x", "F32", "[1]", "4,8", ""), 8, HOLE),
                Arguments.of(two("0,4", "8,12"), 12, HOLE),
                Arguments.of(two("0,4", "2,6"), 6, OVERLAP),
                Arguments.of(two("0,4", "0,4"), 4, OVERLAP),
                Arguments.of(two("0,4", "4,8"), 9, TRAILING_BYTES),
                Arguments.of("{}", 1, TRAILING_BYTES),
                Arguments.of(
                        "{\"x\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]},"
                                + "\"x\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}}",
                        0,
                        DUPLICATE_KEY),
                Arguments.of(
                        "{\"x\":{\"dtype\":\"U8\",\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}}",
                        0,
                        DUPLICATE_KEY),
                Arguments.of("{\"__metadata__\":{\"a\":\"1\",\"a\":\"2\"}}", 0, DUPLICATE_KEY));
    }

    @ParameterizedTest
    @MethodSource("headers")
    void refusesWithOneTypedError(String header, int dataBytes, SafetensorsError expected)
            throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        assertRefused(file(json.length, json, dataBytes), expected);
    }

    @Test
    void refusesLengthsThatLie() throws IOException {
        assertRefused(Files.write(folder.resolve("short"), new byte[7]), FILE_TOO_SHORT);
        assertRefused(file(100_000_001, new byte[0], 0), HEADER_TOO_LARGE);
        assertRefused(file(-1, new byte[0], 0), HEADER_TOO_LARGE);
        assertRefused(file(Long.MIN_VALUE, new byte[0], 0), HEADER_TOO_LARGE);
        assertRefused(file(99_999_999, new byte[64], 0), HEADER_TRUNCATED);
    }

    @Test
    void refusesHeadersInOtherEncodings() throws IOException {
        for (Charset charset :
                new Charset[] {StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE}) {
            byte[] json = "{}".getBytes(charset);
            assertThatThrownBy(() -> SafetensorsReader.open(file(json.length, json, 0)))
                    .isInstanceOf(SafetensorsException.class);
        }
        byte[] latin1 = "{\"__metadata__\":{\"é\":\"\"}}".getBytes(StandardCharsets.ISO_8859_1);
        assertRefused(file(latin1.length, latin1, 0), HEADER_NOT_JSON);
    }

    private void assertRefused(Path file, SafetensorsError expected) {
        assertThatThrownBy(() -> SafetensorsReader.open(file))
                .isInstanceOfSatisfying(
                        SafetensorsException.class, e -> assertThat(e.error()).isEqualTo(expected));
    }

    private Path file(long length, byte[] header, int dataBytes) throws IOException {
        ByteBuffer bytes =
                ByteBuffer.allocate(8 + header.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(length).put(header);
        return Files.write(folder.resolve("hostile"), bytes.array());
    }

    private static String tensor(
            String name, String type, String shape, String offsets, String rest) {
        return "{\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%s]%s}}"
                .formatted(name, type, shape, offsets, rest);
    }

    private static String two(String first, String second) {
        String a = tensor("a", "F32", "[1]", first, "");
        String b = tensor("b", "F32", "[1]", second, "");
        return a.substring(0, a.length() - 1) + "," + b.substring(1);
    }
}
