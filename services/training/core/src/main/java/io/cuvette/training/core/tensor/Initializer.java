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

    /**
     * Orthonormal columns (rows for a wide weight), uniformly over all such matrices (Saxe,
     * McClelland and Ganguli, ICLR 2014); Keras' default for recurrent kernels. Gram-Schmidt on
     * normal values, twice for accuracy: its triangular factor has a positive diagonal, so no signs
     * need correction (Mezzadri, Notices of the AMS 54, 2007).
     */
    static Initializer orthogonal() {
        return (values, shape, random) -> {
            if (shape.length != 2) {
                throw new IllegalArgumentException(
                        "an orthogonal weight has 2 axes, not " + shape.length);
            }
            int rows = Math.toIntExact(shape[0]);
            int columns = Math.toIntExact(shape[1]);
            double[][] basis = OrthonormalBasis.draw(columns, rows, random);
            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < columns; column++) {
                    values[row * columns + column] = basis[column][row];
                }
            }
        };
    }

    /** Another initializer for each model of a weight {@code [models, ...]} by itself. */
    static Initializer each(Initializer one) {
        return (values, shape, random) -> {
            long[] rest = Arrays.copyOfRange(shape, 1, shape.length);
            int models = Math.toIntExact(shape[0]);
            int size = values.length / models;
            double[] part = new double[size];
            for (int model = 0; model < models; model++) {
                one.fill(part, rest, random);
                System.arraycopy(part, 0, values, model * size, size);
            }
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
