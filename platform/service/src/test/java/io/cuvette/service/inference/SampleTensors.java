package io.cuvette.service.inference;

import java.nio.charset.StandardCharsets;

/** A tensor of every datatype that holds its extreme values, of shape [2, 2]. */
public final class SampleTensors {

    private static final Shape SHAPE = Shape.of(2, 2);

    private SampleTensors() {}

    public static Tensor of(Datatype datatype, String name) {
        return new Tensor(name, datatype, SHAPE, data(datatype));
    }

    private static TensorData data(Datatype datatype) {
        return switch (datatype) {
            case BOOL -> new TensorData.Booleans(new boolean[] {true, false, false, true});
            case INT8, UINT8 ->
                    new TensorData.Int8s(
                            datatype == Datatype.INT8
                                    ? new byte[] {Byte.MIN_VALUE, Byte.MAX_VALUE, 0, -1}
                                    : new byte[] {0, 1, (byte) 200, (byte) 255});
            case INT16, UINT16, FP16 ->
                    // as FP16: -0.0, the largest, 0 and a negative subnormal
                    new TensorData.Int16s(new short[] {(short) 0x8000, 0x7bff, 0, (short) 0x83ff});
            case INT32, UINT32 ->
                    new TensorData.Int32s(new int[] {Integer.MIN_VALUE, Integer.MAX_VALUE, 0, -1});
            case INT64, UINT64 ->
                    new TensorData.Int64s(new long[] {Long.MIN_VALUE, Long.MAX_VALUE, 0, -1});
            case FP32 ->
                    new TensorData.Floats(
                            new float[] {0.1f, -0.0f, Float.MAX_VALUE, Float.MIN_VALUE});
            case FP64 ->
                    new TensorData.Doubles(
                            new double[] {0.1, -0.0, -Double.MAX_VALUE, Double.MIN_VALUE});
            case BYTES ->
                    new TensorData.ByteStrings(
                            new byte[][] {
                                utf8("gene \"A\"\n"),
                                utf8(""),
                                utf8("\u00e9\ud83e\uddec"),
                                utf8("\u0000")
                            });
        };
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
