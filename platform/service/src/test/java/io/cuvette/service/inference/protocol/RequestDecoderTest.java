package io.cuvette.service.inference.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.cuvette.service.inference.Datatype;
import io.cuvette.service.inference.InferenceException;
import io.cuvette.service.inference.Shape;
import io.cuvette.service.inference.Tensor;
import io.cuvette.service.inference.TensorData;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestDecoderTest {

    private static final Tensor EXPECTED =
            Tensor.fp32("x", Shape.of(2, 3), 1f, 2f, 3f, 4.5f, -5e-3f, 6f);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[1,2,3,4.5,-5e-3,6]",
                "[[1,2,3],[4.5,-5e-3,6]]",
                " [ [1 ,2, 3.0], [45e-1,-0.005,6] ] "
            })
    void readsFlatAndNestedDataWhereverItStandsInTheInput(String data) {
        List<String> members =
                List.of(
                        "\"name\":\"x\"",
                        "\"shape\":[2,3]",
                        "\"datatype\":\"FP32\"",
                        "\"data\":" + data,
                        "\"parameters\":{\"n\u00e9\":1}");
        for (int rotation = 0; rotation < members.size(); rotation++) {
            List<String> rotated = new ArrayList<>(members);
            Collections.rotate(rotated, rotation);
            String json = "{\"inputs\":[{" + String.join(", ", rotated) + "}], \"id\":\"\u00fc\"}";
            WireRequest request = decode(json);
            assertThat(request.inputs()).containsExactly(EXPECTED);
            assertThat(request.id()).contains("\u00fc");
        }
    }

    @Test
    void readsDeepNestingScalarsAndEmptyTensors() {
        assertThat(decodeInput("[1,2,1]", "INT64", "[[[7],[8]]]").longs()).containsExactly(7, 8);
        assertThat(decodeInput("[2,2,2]", "INT64", "[[[1,2],[3,4]],[[5,6],[7,8]]]").longs())
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(decodeInput("[]", "FP64", "[0.25]").doubles()).containsExactly(0.25);
        assertThat(decodeInput("[0,4]", "FP64", "[]").doubles()).isEmpty();
        assertThat(decodeInput("[2,0]", "FP64", "[[],[]]").doubles()).isEmpty();
    }

    @Test
    void growsWithTheDataNotWithTheShape() {
        int count = 100_000;
        String data = "[" + "7,".repeat(count - 1) + "7]";
        Tensor tensor = decodeInput("[" + count + "]", "UINT8", data);
        assertThat(tensor.data().length()).isEqualTo(count);
        assertThat(tensor.datatype()).isEqualTo(Datatype.UINT8);
    }

    @Test
    void readsBinaryInputsInOrderBesideJsonOnes() {
        String json =
                "{\"inputs\":["
                        + "{\"name\":\"a\",\"shape\":[2],\"datatype\":\"INT16\","
                        + "\"parameters\":{\"binary_data_size\":4}},"
                        + "{\"name\":\"b\",\"shape\":[1],\"datatype\":\"INT64\",\"data\":[9]},"
                        + "{\"name\":\"c\",\"shape\":[1],\"datatype\":\"BYTES\","
                        + "\"parameters\":{\"binary_data_size\":6}}]}";
        byte[] binary = {1, 0, -1, -1, 2, 0, 0, 0, 'h', 'i'};
        WireRequest request = RequestDecoder.decode(body(json, binary), header(json));
        assertThat(request.inputs()).extracting(Tensor::name).containsExactly("a", "b", "c");
        assertThat(request.inputs().get(0).data())
                .isEqualTo(new TensorData.Int16s(new short[] {1, -1}));
        assertThat(request.inputs().get(2).data())
                .isEqualTo(new TensorData.ByteStrings(new byte[][] {{'h', 'i'}}));
    }

    static Stream<Arguments> badJson() {
        return Stream.of(
                arguments("", "malformed|JSON object"),
                arguments("[]", "JSON object"),
                arguments("{", "malformed"),
                arguments("{}", "inputs is missing"),
                arguments("{\"inputs\":{}}", "inputs must be an array"),
                arguments("{\"inputs\":[]} x", "malformed"),
                arguments("{\"inputs\":[]} {}", "goes on"),
                arguments("{\"inputs\":[],\"inputs\":[]}", "twice"),
                arguments("{\"id\":7,\"inputs\":[]}", "id must be a string"),
                arguments("{\"id\":\"" + "i".repeat(1025) + "\",\"inputs\":[]}", "id is longer"),
                arguments("{\"inputs\":[],\"parameters\":{\"p\":[1]}}", "parameters.p must be"),
                arguments("{\"inputs\":[],\"parameters\":{\"p\":null}}", "parameters.p must be"),
                arguments("{\"inputs\":[],\"parameters\":{\"p\":1e999}}", "out of the range"),
                arguments(
                        "{\"inputs\":[],\"parameters\":{\"binary_data_output\":1}}",
                        "true or false"),
                arguments("{\"inputs\":[7]}", "inputs\\[0\\] must be an object"),
                arguments("{\"inputs\":[],\"outputs\":[{}]}", "outputs\\[0\\].name is missing"),
                arguments("{\"inputs\":[" + "{},".repeat(300) + "{}]}", "name is missing"),
                arguments("{\"x\":" + "[".repeat(100_000) + "}", "nested too deeply"),
                arguments(
                        "{\"inputs\":[],\"parameters\":{\"p\":" + "9".repeat(2000) + "}}",
                        "too long"));
    }

    @ParameterizedTest
    @MethodSource("badJson")
    void refusesARequestThatIsNone(String json, String message) {
        assertRefused(() -> decode(json), message);
    }

    static Stream<Arguments> badInputs() {
        return Stream.of(
                arguments("[2]", "FP32", "[1]", "data has 1 elements; shape \\[2\\] asks for 2"),
                arguments("[2]", "FP32", "[1,2,3]", "more than 2"),
                arguments("[2,2]", "FP32", "[[1,2],[3]]", "innermost array .* 1 elements"),
                arguments("[2,2]", "FP32", "[[1,2],[3,4],[5,6]]", "nested as shape"),
                arguments("[2,2]", "FP32", "[[1,2]]", "nested as shape"),
                arguments("[2,2]", "FP32", "[[1,2],3,4]", "nested as shape"),
                arguments("[2,2]", "FP32", "[1,2,[3,4]]", "nested as shape"),
                arguments("[4]", "FP32", "[[1,2],[3,4]]", "nested as shape"),
                arguments("[1]", "FP32", "[null]", "not a number"),
                arguments("[1]", "FP32", "[\"1\"]", "not a number"),
                arguments("[1]", "FP32", "[true]", "not a number"),
                arguments("[1]", "FP32", "[{}]", "nested as shape"),
                arguments("[1]", "FP32", "[NaN]", "send them as binary"),
                arguments("[1]", "FP32", "[1e39]", "out of the range of FP32"),
                arguments("[1]", "FP64", "[-1e309]", "out of the range of FP64"),
                arguments("[1]", "FP16", "[1]", "no form for FP16"),
                arguments("[1]", "FP32", "7", "data must be an array"),
                arguments("[1]", "BOOL", "[1]", "not true or false"),
                arguments("[1]", "UINT8", "[256]", "out of the range of UINT8"),
                arguments("[1]", "UINT8", "[-1]", "out of the range"),
                arguments("[1]", "INT8", "[128]", "out of the range"),
                arguments("[1]", "UINT16", "[65536]", "out of the range"),
                arguments("[1]", "INT16", "[-32769]", "out of the range"),
                arguments("[1]", "UINT32", "[4294967296]", "out of the range"),
                arguments("[1]", "INT32", "[2147483648]", "out of the range"),
                arguments("[1]", "INT64", "[9223372036854775808]", "out of the range"),
                arguments("[1]", "UINT64", "[18446744073709551616]", "out of the range"),
                arguments("[1]", "UINT64", "[-1]", "out of the range"),
                arguments("[1]", "INT32", "[1.0]", "not an integer"),
                arguments("[1]", "BYTES", "[7]", "not a string"),
                arguments("[1]", "BYTES", "[\"\\ud800\"]", "unpaired surrogate"),
                arguments("[1]", "FP8", "[7]", "datatype must be one of"),
                arguments("[1]", "fp32", "[7]", "datatype must be one of"),
                arguments("[-1]", "FP32", "[7]", "shape\\[0\\] must be"),
                arguments("[1.0]", "FP32", "[7]", "shape\\[0\\] must be"),
                arguments("[9223372036854775808]", "FP32", "[7]", "shape\\[0\\] must be"),
                arguments("[4294967296,4294967296]", "FP32", "[7]", "exceeds 2\\^63"),
                arguments("[2147483647]", "FP64", "[7]", "more than the body can hold"),
                arguments("[" + "1,".repeat(40) + "1]", "FP32", "[7]", "more than 32 dimensions"));
    }

    @ParameterizedTest
    @MethodSource("badInputs")
    void refusesDataThatDoesNotFit(String shape, String datatype, String data, String message) {
        assertRefused(() -> decodeInput(shape, datatype, data), message);
        // and when the data stands before what says how to read it
        String json =
                "{\"inputs\":[{\"data\":%s,\"shape\":%s,\"datatype\":\"%s\",\"name\":\"x\"}]}"
                        .formatted(data, shape, datatype);
        assertRefused(() -> decode(json), message);
    }

    static Stream<Arguments> badBinary() {
        return Stream.of(
                arguments("FP32", "[2]", "4", 4, "2 elements of FP32 take 8 bytes"),
                arguments("FP32", "[1]", "8", 4, "only 4 bytes are left"),
                arguments("FP32", "[1]", "4", 5, "binary part has 5 bytes"),
                arguments("FP32", "[1]", "-4", 4, "negative"),
                arguments("FP32", "[1]", "\"4\"", 4, "integer of 64 bits"),
                arguments("FP32", "[1]", "9223372036854775807", 4, "only 4 bytes are left"),
                arguments("FP32", "[1]", "92233720368547758070", 4, "integer of 64 bits"),
                arguments("BYTES", "[1]", "3", 3, "at least 4 bytes"),
                arguments("BYTES", "[1]", "5", 5, "1 bytes are left after 1 elements"),
                arguments("BYTES", "[2]", "8", -8, "element 0 goes beyond"),
                arguments("BOOL", "[8]", "8", -8, "neither 0 nor 1"));
    }

    /**
     * @param bytes of binary data, zeros; bytes of value -1 if negative
     */
    @ParameterizedTest
    @MethodSource("badBinary")
    void refusesBinaryDataThatDoesNotFit(
            String datatype, String shape, String size, int bytes, String message) {
        byte[] binary = new byte[Math.abs(bytes)];
        Arrays.fill(binary, (byte) (bytes < 0 ? -1 : 0));
        String json =
                ("{\"inputs\":[{\"name\":\"x\",\"shape\":%s,\"datatype\":\"%s\","
                                + "\"parameters\":{\"binary_data_size\":%s}}]}")
                        .formatted(shape, datatype, size);
        assertRefused(() -> RequestDecoder.decode(body(json, binary), header(json)), message);
    }

    @Test
    void refusesAnInputWithBothDataOrNeither() {
        assertRefused(
                () ->
                        decode(
                                "{\"inputs\":[{\"name\":\"x\",\"shape\":[1],\"datatype\":\"FP32\","
                                        + "\"data\":[1],\"parameters\":{\"binary_data_size\":4}}]}"),
                "both data and binary_data_size");
        assertRefused(
                () -> decode("{\"inputs\":[{\"name\":\"x\",\"shape\":[1],\"datatype\":\"FP32\"}]}"),
                "neither data nor");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1000", "x", "", "1.5", "99999999999"})
    void refusesAHeaderLengthThatIsNone(String header) {
        byte[] body = "{\"inputs\":[]}".getBytes(StandardCharsets.UTF_8);
        assertRefused(
                () -> RequestDecoder.decode(body, Optional.of(header)),
                "Inference-Header-Content-Length");
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        byte[] body = "{\"id\":\"\u00ff\",\"inputs\":[]}".getBytes(StandardCharsets.ISO_8859_1);
        assertRefused(() -> RequestDecoder.decode(body, Optional.empty()), "malformed|UTF-8");
        byte[] utf16 = "{\"inputs\":[]}".getBytes(StandardCharsets.UTF_16LE);
        assertRefused(() -> RequestDecoder.decode(utf16, Optional.empty()), "malformed|UTF-8");
    }

    private static void assertRefused(ThrowingCallable decode, String pattern) {
        assertThatThrownBy(decode)
                .isInstanceOfSatisfying(
                        InferenceException.class,
                        e -> assertThat(e.reason()).isEqualTo(InferenceException.Reason.INVALID))
                .hasMessageFindingMatch(pattern);
    }

    private static Tensor decodeInput(String shape, String datatype, String data) {
        return decode(
                        "{\"inputs\":[{\"name\":\"x\",\"shape\":%s,\"datatype\":\"%s\",\"data\":%s}]}"
                                .formatted(shape, datatype, data))
                .inputs()
                .get(0);
    }

    private static WireRequest decode(String json) {
        return RequestDecoder.decode(json.getBytes(StandardCharsets.UTF_8), Optional.empty());
    }

    private static Optional<String> header(String json) {
        return Optional.of(Integer.toString(json.getBytes(StandardCharsets.UTF_8).length));
    }

    private static byte[] body(String json, byte[] binary) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(json.getBytes(StandardCharsets.UTF_8));
        body.writeBytes(binary);
        return body.toByteArray();
    }
}
