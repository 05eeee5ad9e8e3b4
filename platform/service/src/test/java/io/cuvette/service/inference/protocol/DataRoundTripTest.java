package io.cuvette.service.inference.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.service.inference.Datatype;
import io.cuvette.service.inference.InferenceException;
import io.cuvette.service.inference.Outcome;
import io.cuvette.service.inference.Parameters;
import io.cuvette.service.inference.SampleTensors;
import io.cuvette.service.inference.Shape;
import io.cuvette.service.inference.Tensor;
import io.cuvette.service.inference.TensorData;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DataRoundTripTest {

    private static final long LIMIT = 1 << 20;

    @ParameterizedTest
    @EnumSource(value = Datatype.class, mode = EnumSource.Mode.EXCLUDE, names = "FP16")
    void jsonCarriesEveryValueExactly(Datatype datatype) {
        Tensor tensor = SampleTensors.of(datatype, "x");
        EncodedAnswer answer = encode(false, tensor);
        assertThat(answer.jsonLength()).isEmpty();
        assertThat(decodeAsRequest(answer)).containsExactly(tensor);
    }

    @ParameterizedTest
    @EnumSource(Datatype.class)
    void binaryCarriesEveryValueExactly(Datatype datatype) {
        Tensor first = SampleTensors.of(datatype, "x");
        Tensor second = SampleTensors.of(Datatype.FP64, "y");
        EncodedAnswer answer = encode(true, first, second);
        assertThat(decodeAsRequest(answer)).containsExactly(first, second);
    }

    @Test
    void binaryCarriesNonFiniteValues() {
        Tensor tensor =
                Tensor.fp32("x", Shape.of(3), Float.NaN, Float.POSITIVE_INFINITY, -Float.MAX_VALUE);
        assertThat(decodeAsRequest(encode(true, tensor))).containsExactly(tensor);
    }

    /** The bytes of numpy: {@code np.array(..., '<u4').tobytes()} and its like. */
    @Test
    void binaryIsLittleEndianWithLengthPrefixes() {
        assertThat(binaryPart(new TensorData.Int32s(new int[] {1, -2}), Datatype.INT32))
                .isEqualTo("01000000feffffff");
        assertThat(binaryPart(new TensorData.Floats(new float[] {1f, -2.5f}), Datatype.FP32))
                .isEqualTo("0000803f000020c0");
        assertThat(binaryPart(new TensorData.Booleans(new boolean[] {true, false}), Datatype.BOOL))
                .isEqualTo("0100");
        byte[][] strings = {{'a', 'b'}, {}};
        assertThat(binaryPart(new TensorData.ByteStrings(strings), Datatype.BYTES))
                .isEqualTo("02000000616200000000");
    }

    @Test
    void jsonAnswerHasTheProtocolsMembers() {
        Outcome.Answer answer =
                new Outcome.Answer(
                        List.of(
                                new Tensor(
                                        "y",
                                        Datatype.UINT64,
                                        Shape.of(1, 2),
                                        new TensorData.Int64s(new long[] {-1, 7}))),
                        Parameters.NONE.with("method", "fe").with("rows", 1));
        WireRequest request =
                RequestDecoder.decode(utf8("{\"id\":\"42\",\"inputs\":[]}"), Optional.empty());
        EncodedAnswer encoded = new AnswerEncoder("m", "3", LIMIT).encode(request, answer);
        assertThat(new String(encoded.body(), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"model_name\":\"m\",\"model_version\":\"3\",\"id\":\"42\","
                                + "\"parameters\":{\"method\":\"fe\",\"rows\":1},"
                                + "\"outputs\":[{\"name\":\"y\",\"datatype\":\"UINT64\",\"shape\":[1,2],"
                                + "\"data\":[18446744073709551615,7]}]}");
    }

    @Test
    void outputsThatJsonCannotCarryAreRefusedWithTheWayToGetThem() {
        byte[][] notText = {{(byte) 0xff}};
        List<Tensor> tensors =
                List.of(
                        SampleTensors.of(Datatype.FP16, "y"),
                        Tensor.fp64("y", Shape.of(1), Double.NaN),
                        new Tensor(
                                "y",
                                Datatype.BYTES,
                                Shape.of(1),
                                new TensorData.ByteStrings(notText)));
        for (Tensor tensor : tensors) {
            assertThatThrownBy(() -> encode(false, tensor))
                    .isInstanceOf(InferenceException.class)
                    .hasMessageContaining("output 'y'")
                    .hasMessageContaining("binary_data");
        }
    }

    @Test
    void answersBeyondTheLimitAreRefused() {
        Tensor tensor = Tensor.fp64("y", Shape.of(10_000), new double[10_000]);
        for (boolean binary : new boolean[] {true, false}) {
            WireRequest request = request(binary);
            assertThatThrownBy(
                            () ->
                                    new AnswerEncoder("m", "1", 9_000)
                                            .encode(request, answer(tensor)))
                    .isInstanceOf(InferenceException.class)
                    .hasMessageContaining("fewer rows");
        }
    }

    @Test
    void anOutputsOwnWishOverridesTheDefaultTransport() {
        WireRequest request =
                RequestDecoder.decode(
                        utf8(
                                "{\"parameters\":{\"binary_data_output\":true,\"k\":1},\"inputs\":[],"
                                        + "\"outputs\":[{\"name\":\"a\"},"
                                        + "{\"name\":\"b\",\"parameters\":{\"binary_data\":false}}]}"),
                        Optional.empty());
        assertThat(request.wantsBinary("a")).isTrue();
        assertThat(request.wantsBinary("b")).isFalse();
        assertThat(request.parameters().values()).containsOnlyKeys("k");
    }

    private static String binaryPart(TensorData data, Datatype datatype) {
        Tensor tensor = new Tensor("x", datatype, Shape.of(data.length()), data);
        EncodedAnswer answer = encode(true, tensor);
        int start = answer.jsonLength().orElseThrow();
        return HexFormat.of().formatHex(answer.body(), start, answer.body().length);
    }

    private static EncodedAnswer encode(boolean binary, Tensor... tensors) {
        return new AnswerEncoder("m", "1", LIMIT).encode(request(binary), answer(tensors));
    }

    private static Outcome.Answer answer(Tensor... tensors) {
        return new Outcome.Answer(List.of(tensors), Parameters.NONE);
    }

    private static WireRequest request(boolean binary) {
        return new WireRequest(Optional.empty(), Parameters.NONE, List.of(), List.of(), binary);
    }

    /** An answer whose outputs are called inputs is a request: a space keeps the JSON's length. */
    private static List<Tensor> decodeAsRequest(EncodedAnswer answer) {
        byte[] body =
                new String(answer.body(), StandardCharsets.ISO_8859_1)
                        .replaceFirst("\"outputs\"", "\"inputs\" ")
                        .getBytes(StandardCharsets.ISO_8859_1);
        Optional<String> header =
                answer.jsonLength().isPresent()
                        ? Optional.of(Integer.toString(answer.jsonLength().getAsInt()))
                        : Optional.empty();
        return RequestDecoder.decode(body, header).inputs();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
