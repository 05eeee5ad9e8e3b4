package io.cuvette.service.inference;

/**
 * What a model says about one of its inputs or outputs.
 *
 * @param name unique among the model's inputs, or outputs
 * @param datatype element type
 * @param shape with {@link Shape#ANY} for a dimension of any size. A leading dimension of any size
 *     counts rows: independent examples.
 * @param nonFiniteAllowed whether NaN and infinities are values (only binary transport can carry
 *     them); when false, an input holding one is refused and an output holding one is a fault
 */
public record TensorMetadata(
        String name, Datatype datatype, Shape shape, boolean nonFiniteAllowed) {

    /** A tensor of finite values. */
    public static TensorMetadata of(String name, Datatype datatype, long... shape) {
        return new TensorMetadata(name, datatype, Shape.of(shape), false);
    }

    /** Whether the leading dimension counts rows. */
    public boolean isBatched() {
        return shape.rank() > 0 && shape.dimension(0) == Shape.ANY;
    }
}
