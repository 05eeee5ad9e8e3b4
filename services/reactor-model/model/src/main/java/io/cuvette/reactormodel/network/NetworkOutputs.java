package io.cuvette.reactormodel.network;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.RecurrentStack;
import io.cuvette.training.core.tensor.TensorScope;
import io.cuvette.training.core.tensor.Tensors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * What networks say of windows, each the same to the bit whatever others are asked for beside it.
 *
 * <p>Products of matrices are summed by ways that depend on their shapes: a window alone has other
 * last bits than among many. So windows are computed in blocks of one size, the last filled up with
 * zeros. Within a block a window's place is of no matter.
 */
public final class NetworkOutputs {

    /** Enough to fill the products, few enough that one window alone costs little. */
    static final int BLOCK = 32;

    private NetworkOutputs() {}

    /**
     * @param weights of E models
     * @param windows n of them; targets are not looked at
     * @return {@code [n, E, T, O]}, row-major
     */
    @SuppressWarnings("try") // modes are used by being open
    public static float[] of(NetworkWeights weights, Windows windows) {
        int models = weights.architecture().models();
        int size = models * windows.targetSize();
        float[] outputs = new float[windows.count() * size];
        ByteBuffer inputs =
                ByteBuffer.allocateDirect(models * BLOCK * windows.inputSize() * Float.BYTES)
                        .order(ByteOrder.nativeOrder());
        try (Tensors tensors = Tensors.open();
                Parameters parameters = new Parameters(tensors, 0);
                GradMode off = GradMode.off()) {
            RecurrentStack stack = weights.create(parameters, "rnn", 1);
            for (int from = 0; from < windows.count(); from += BLOCK) {
                int rows = Math.min(BLOCK, windows.count() - from);
                put(windows, from, rows, models, inputs.asFloatBuffer());
                float[] block = evaluate(tensors, stack, windows, models, inputs);
                takeByRow(block, rows, models * windows.steps(), windows.outputs(), outputs, from);
            }
        }
        return outputs;
    }

    /** Into {@code [E, inputSteps, BLOCK, F]}. */
    private static void put(Windows windows, int from, int rows, int models, FloatBuffer into) {
        int width = windows.features();
        for (int model = 0; model < models; model++) {
            for (int step = 0; step < windows.inputSteps(); step++) {
                for (int row = from; row < from + rows; row++) {
                    int at = (row * windows.inputSteps() + step) * width;
                    into.put(windows.inputs(), at, width);
                }
                into.put(new float[(BLOCK - rows) * width]);
            }
        }
    }

    /** {@code [E, T, BLOCK, O]}. */
    @SuppressWarnings("try") // scopes are used by being open
    private static float[] evaluate(
            Tensors tensors, RecurrentStack stack, Windows windows, int models, ByteBuffer inputs) {
        try (TensorScope scope = TensorScope.open()) {
            PtNDArray xETBF =
                    tensors.view(
                            inputs.duplicate().order(ByteOrder.nativeOrder()),
                            DataType.FLOAT32,
                            models,
                            windows.inputSteps(),
                            BLOCK,
                            windows.features());
            return stack.evaluate(xETBF, windows.steps()).toFloatArray();
        }
    }

    private static void takeByRow(
            float[] block, int rows, int modelSteps, int width, float[] outputs, int from) {
        for (int step = 0; step < modelSteps; step++) {
            for (int row = 0; row < rows; row++) {
                int to = ((from + row) * modelSteps + step) * width;
                System.arraycopy(block, (step * BLOCK + row) * width, outputs, to, width);
            }
        }
    }
}
