package io.cuvette.training.core.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import java.util.function.Function;

/** Compares gradients with central differences, in FLOAT64. */
public final class GradientCheck {
    private static final double STEP = 1e-5;

    private GradientCheck() {}

    /**
     * Checks the gradient of {@code sum(f(inputs) * weights)} with fixed random weights by every
     * element of every input.
     *
     * @param function from FLOAT64 inputs to a tensor
     */
    @SuppressWarnings("try") // scopes and modes are used by being open
    public static void check(
            Tensors tensors, Function<PtNDArray[], PtNDArray> function, PtNDArray... inputs) {
        try (TensorScope scope = TensorScope.open();
                GradMode on = GradMode.on()) {
            for (PtNDArray input : inputs) {
                input.setRequiresGradient(true);
            }
            PtNDArray loss = weightedSum(function.apply(inputs));
            PtNDArray[] gradients = TorchOps.gradients(loss, inputs, false);
            for (int k = 0; k < inputs.length; k++) {
                double[] analytic = gradients[k].toDoubleArray();
                double[] numeric = differences(tensors, function, inputs, k);
                for (int i = 0; i < analytic.length; i++) {
                    assertThat(analytic[i])
                            .as("input %d, element %d", k, i)
                            .isCloseTo(numeric[i], within(1e-6 * (1 + Math.abs(numeric[i]))));
                }
            }
        }
    }

    @SuppressWarnings("try") // scopes and modes are used by being open
    private static double[] differences(
            Tensors tensors, Function<PtNDArray[], PtNDArray> function, PtNDArray[] inputs, int k) {
        double[] values = inputs[k].toDoubleArray();
        long[] shape = inputs[k].getShape().getShape();
        double[] result = new double[values.length];
        try (GradMode off = GradMode.off()) {
            for (int i = 0; i < values.length; i++) {
                double[] sides = new double[2];
                for (int side = 0; side < 2; side++) {
                    try (TensorScope scope = TensorScope.open()) {
                        double[] moved = values.clone();
                        moved[i] += side == 0 ? STEP : -STEP;
                        PtNDArray[] arguments = inputs.clone();
                        arguments[k] = tensors.of(moved, shape);
                        sides[side] = weightedSum(function.apply(arguments)).toDoubleArray()[0];
                    }
                }
                result[i] = (sides[0] - sides[1]) / (2 * STEP);
            }
        }
        return result;
    }

    /** Distinct weights, so that an error in one output element cannot cancel another's. */
    private static PtNDArray weightedSum(PtNDArray y) {
        return y.mul(TorchOps.uniformLike(y, 11)).sum();
    }

    /** FLOAT64 normal values from a seed. */
    public static PtNDArray random(Tensors tensors, long seed, long... shape) {
        return TorchOps.normalLike(tensors.zeros(DataType.FLOAT64, shape), seed);
    }
}
