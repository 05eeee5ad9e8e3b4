package io.cuvette.service.inference;

/**
 * A named tensor of a request or an answer.
 *
 * @param name as in the model's metadata
 * @param datatype element type
 * @param shape concrete dimensions
 * @param data as many elements as the product of the dimensions, row major
 */
public record Tensor(String name, Datatype datatype, Shape shape, TensorData data) {

    /**
     * @throws IllegalArgumentException if the data is not of the datatype or not of the shape's
     *     size
     */
    public Tensor {
        if (!datatype.holds(data)) {
            throw new IllegalArgumentException(
                    "tensor '" + name + "' of " + datatype + " cannot hold " + data);
        }
        if (shape.elementCount() != data.length()) {
            throw new IllegalArgumentException(
                    "tensor '%s' of shape %s has %d elements"
                            .formatted(name, shape, data.length()));
        }
    }

    public static Tensor fp32(String name, Shape shape, float... values) {
        return new Tensor(name, Datatype.FP32, shape, new TensorData.Floats(values));
    }

    public static Tensor fp64(String name, Shape shape, double... values) {
        return new Tensor(name, Datatype.FP64, shape, new TensorData.Doubles(values));
    }

    public static Tensor int64(String name, Shape shape, long... values) {
        return new Tensor(name, Datatype.INT64, shape, new TensorData.Int64s(values));
    }

    /** Size of the first dimension; 1 for a scalar. */
    public int rows() {
        return Math.toIntExact(shape.rows());
    }

    /**
     * The elements of an FP32 tensor, not copied; do not write to them.
     *
     * @throws IllegalStateException for any other datatype
     */
    public float[] floats() {
        if (data instanceof TensorData.Floats floats) {
            return floats.values();
        }
        throw wrongKind("FP32");
    }

    /** As {@link #floats()}, of an FP64 tensor. */
    public double[] doubles() {
        if (data instanceof TensorData.Doubles doubles) {
            return doubles.values();
        }
        throw wrongKind("FP64");
    }

    /** As {@link #floats()}, of an INT64 tensor, or the bits of a UINT64 one. */
    public long[] longs() {
        if (data instanceof TensorData.Int64s longs) {
            return longs.values();
        }
        throw wrongKind("INT64");
    }

    private IllegalStateException wrongKind(String wanted) {
        return new IllegalStateException(
                "tensor '" + name + "' is " + datatype + ", not " + wanted);
    }
}
