package io.cuvette.data.attacks;

import static io.cuvette.data.safetensors.SafetensorsError.DUPLICATE_KEY;
import static io.cuvette.data.safetensors.SafetensorsError.FILE_TOO_SHORT;
import static io.cuvette.data.safetensors.SafetensorsError.HEADER_NOT_JSON;
import static io.cuvette.data.safetensors.SafetensorsError.HEADER_TOO_LARGE;
import static io.cuvette.data.safetensors.SafetensorsError.HEADER_TRUNCATED;
import static io.cuvette.data.safetensors.SafetensorsError.HOLE;
import static io.cuvette.data.safetensors.SafetensorsError.INVALID_SHAPE;
import static io.cuvette.data.safetensors.SafetensorsError.OFFSETS_OUT_OF_BOUNDS;
import static io.cuvette.data.safetensors.SafetensorsError.OVERLAP;
import static io.cuvette.data.safetensors.SafetensorsError.SIZE_MISMATCH;
import static io.cuvette.data.safetensors.SafetensorsError.TRAILING_BYTES;
import static io.cuvette.data.safetensors.SafetensorsError.UNKNOWN_TYPE;

import io.cuvette.data.safetensors.SafetensorsError;
import io.cuvette.data.safetensors.SafetensorsWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Hostile safetensors files; the fine points of the header are in SafetensorsHostileTest. */
final class SafetensorsAttacks {

    private SafetensorsAttacks() {}

    static List<UploadAttack> all() {
        return List.of(
                attack("short", FILE_TOO_SHORT, f -> Files.write(f, new byte[3])),
                attack("length-2^63", HEADER_TOO_LARGE, f -> write(f, Long.MIN_VALUE, "{}", 0)),
                attack("length-above-cap", HEADER_TOO_LARGE, f -> write(f, 100_000_001, "{}", 0)),
                attack("length-beyond-file", HEADER_TRUNCATED, f -> write(f, 90_000_000, "{}", 0)),
                attack("truncated", OFFSETS_OUT_OF_BOUNDS, SafetensorsAttacks::truncated),
                attack(
                        "deep",
                        HEADER_NOT_JSON,
                        f -> header(f, "{\"x\":{\"shape\":" + "[".repeat(200_000), 0)),
                attack(
                        "long-name",
                        HEADER_NOT_JSON,
                        f -> header(f, "{\"" + "n".repeat(40 << 20), 0)),
                attack(
                        "long-number",
                        HEADER_NOT_JSON,
                        f -> header(f, one("[" + "9".repeat(1 << 20) + "]", "0,4"), 4)),
                attack("many-tensors", HEADER_TOO_LARGE, SafetensorsAttacks::manyTensors),
                attack("long-metadata", HEADER_TOO_LARGE, SafetensorsAttacks::longMetadata),
                attack("hole", HOLE, f -> header(f, two("0,4", "8,12"), 12)),
                attack("overlap", OVERLAP, f -> header(f, two("0,4", "2,6"), 6)),
                attack("starts-late", HOLE, f -> header(f, one("[1]", "4,8"), 8)),
                attack("backwards", OFFSETS_OUT_OF_BOUNDS, f -> header(f, one("[1]", "4,0"), 4)),
                attack("beyond", OFFSETS_OUT_OF_BOUNDS, f -> header(f, one("[1]", "0,4"), 3)),
                attack("trailing", TRAILING_BYTES, f -> header(f, one("[1]", "0,4"), 5)),
                attack("size", SIZE_MISMATCH, f -> header(f, one("[3]", "0,4"), 4)),
                attack(
                        "shape-overflow",
                        INVALID_SHAPE,
                        f -> header(f, one("[4294967296,4294967296]", "0,0"), 0)),
                attack(
                        "type",
                        UNKNOWN_TYPE,
                        f -> header(f, one("[1]", "0,4").replace("F32", "PICKLE"), 4)),
                attack(
                        "twice",
                        DUPLICATE_KEY,
                        f -> header(f, two("0,4", "4,8").replace("\"b\"", "\"a\""), 8)));
    }

    private static UploadAttack attack(
            String name, SafetensorsError expected, UploadAttack.Writer writer) {
        return new UploadAttack(name + ".safetensors", expected, writer);
    }

    static void honest(Path file) throws IOException {
        new SafetensorsWriter()
                .metadata("family", "test")
                .add("weight", new float[64], 8, 8)
                .add("steps", new long[] {1, 2}, 2)
                .writeTo(file);
    }

    private static void write(Path file, long length, String header, int data) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        Files.write(
                file,
                ByteBuffer.allocate(8 + json.length + data)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(length)
                        .put(json)
                        .array());
    }

    private static void header(Path file, String header, int data) throws IOException {
        write(file, header.getBytes(StandardCharsets.UTF_8).length, header, data);
    }

    private static String tensor(String name, String shape, String offsets) {
        return "\"%s\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":[%s]}"
                .formatted(name, shape, offsets);
    }

    private static String one(String shape, String offsets) {
        return "{" + tensor("a", shape, offsets) + "}";
    }

    private static String two(String first, String second) {
        return "{" + tensor("a", "[1]", first) + "," + tensor("b", "[1]", second) + "}";
    }

    private static void truncated(Path file) throws IOException {
        honest(file);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 10));
    }

    /** A header that lists two hundred thousand tensors of no bytes. */
    private static void manyTensors(Path file) throws IOException {
        int tensors = 200_000;
        StringBuilder header = new StringBuilder("{");
        for (int i = 0; i < tensors; i++) {
            header.append(i == 0 ? "" : ",").append(tensor("t" + i, "[0]", "0,0"));
        }
        header(file, header.append('}').toString(), 0);
    }

    private static void longMetadata(Path file) throws IOException {
        String entry = "\"k%07d\":\"" + "v".repeat(80) + "\",";
        int entries = 200_000;
        long length = 17L + entries * 93L + 8L;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write(
                    ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array());
            out.write("{\"__metadata__\":{".getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < entries; i++) {
                out.write(entry.formatted(i).getBytes(StandardCharsets.US_ASCII));
            }
            out.write("\"z\":\"\"}}".getBytes(StandardCharsets.US_ASCII));
        }
    }
}
