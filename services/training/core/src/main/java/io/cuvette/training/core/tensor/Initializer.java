package io.cuvette.training.core.tensor;

import java.util.Arrays;

/**
 * First values of a parameter, computed on the Java side so that they depend on the seed alone and
 * not on engine, device or order of creation.
 */
@FunctionalInterface
public interface Initializer {

    /**
     * Fills the values of one parameter.
     *
     * @param values row-major, as many as the shape holds
     */
    void fill(double[] values, long[] shape, RandomStream random);

    /**
     * Uniform in {@code +-sqrt(6 / (inputs + outputs))} for a weight {@code [inputs, outputs]}
     * (Glorot and Bengio, AISTATS 2010, eq. 16); Keras' default for dense layers.
     */
    static Initializer glorotUniform() {
        return (values, shape, random) -> {
            if (shape.length != 2) {
                throw new IllegalArgumentException(
                        "Glorot needs a weight [inputs, outputs], not %d axes"
                                .formatted(shape.length));
            }
            double bound = Math.sqrt(6.0 / (shape[0] + shape[1]));
            uniform(-bound, bound).fill(values, shape, random);
        };
    }

    static Initializer uniform(double low, double high) {
        return (values, shape, random) -> {
            for (int i = 0; i < values.length; i++) {
                values[i] = low + (high - low) * random.nextDouble();
            }
        };
    }

    static Initializer normal(double mean, double standardDeviation) {
        return (values, shape, random) -> {
            for (int i = 0; i < values.length; i++) {
                values[i] = mean + standardDeviation * random.nextGaussian();
            }
        };
    }

    static Initializer constant(double value) {
        return (values, shape, random) -> Arrays.fill(values, value);
    }
}
