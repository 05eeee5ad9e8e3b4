package io.cuvette.bench.network;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.Initializer;
import io.cuvette.training.core.tensor.Linear;
import io.cuvette.training.core.tensor.Tape;

/** Two LSTM layers of 64 over 10 steps of 16 values, and a linear head on the last state. */
final class LstmNetwork extends StepNetwork {
    private static final int STEPS = 10;
    private static final int FEATURES = 16;
    private static final int UNITS = 64;
    private static final int LAYERS = 2;

    private final PtNDArray data = data(3, STEPS * FEATURES);
    private final PtNDArray targets = data(4, 1);
    private final NDList weights = new NDList();
    private final Linear head = Linear.create(parameters, "head", UNITS, 1);
    private final PtNDArray zero = tensors.zeros(DataType.FLOAT32, LAYERS, batchSize(), UNITS);

    LstmNetwork() {
        for (int layer = 0; layer < LAYERS; layer++) {
            int inputs = layer == 0 ? FEATURES : UNITS;
            String name = "lstm" + layer;
            Initializer uniform = Initializer.glorotUniform();
            weights.add(parameters.trainable(name + ".input", uniform, 4 * UNITS, inputs));
            weights.add(parameters.trainable(name + ".state", uniform, 4 * UNITS, UNITS));
            weights.add(parameters.trainable(name + ".bias1", Initializer.constant(0), 4 * UNITS));
            weights.add(parameters.trainable(name + ".bias2", Initializer.constant(0), 4 * UNITS));
        }
    }

    @Override
    int batchSize() {
        return 64;
    }

    @Override
    PtNDArray loss(Tape tape, PtNDArray rowsB) {
        PtNDArray x =
                JniUtils.reshape(rows(data, rowsB), new long[] {rowsB.size(), STEPS, FEATURES});
        NDList found =
                JniUtils.lstm(
                        x, new NDList(zero, zero), weights, true, LAYERS, 0, true, false, true);
        PtNDArray lastStates = (PtNDArray) found.get(1);
        return Functions.meanSquaredError(
                head.apply((PtNDArray) lastStates.get(LAYERS - 1L)), rows(targets, rowsB));
    }
}
