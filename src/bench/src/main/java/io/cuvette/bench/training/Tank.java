package io.cuvette.bench.training;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.cuvette.training.core.loop.Loss;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.Initializer;
import io.cuvette.training.core.tensor.Linear;
import io.cuvette.training.core.tensor.Parameters;

/**
 * A sequence model of a stirred tank: from 12 readings of temperature, feed and coolant it tells
 * the concentration, which it never sees, and the temperature three readings later; LSTM of 32
 * units, squared error. Windows of one series are in one part of the data.
 */
final class Tank extends Workload {
    private static final long SEED = 404;
    private static final int STEPS = 12;
    private static final int UNITS = 32;

    private final TankSeries series = TankSeries.draw(SEED);
    private final Split split = Split.of(TankSeries.SERIES, TankSeries.windows(STEPS), SEED);
    private final PtNDArray inputs;
    private final PtNDArray targets;

    Tank() {
        TankSeries.Windows windows = series.cut(STEPS, split.training());
        int rows = TankSeries.SERIES * TankSeries.windows(STEPS);
        inputs = tensors.of(windows.inputs(), rows, (long) STEPS * TankSeries.INPUTS);
        targets = tensors.of(windows.targets(), rows, TankSeries.TARGETS);
    }

    @Override
    public String name() {
        return "tank";
    }

    @Override
    public String title() {
        return "LSTM of 32 units, 12 readings of a stirred tank, batch 32";
    }

    @Override
    public Goal goal() {
        return new Goal("normalised RMSE", false, Targets.TANK);
    }

    @Override
    int batchSize() {
        return 32;
    }

    @Override
    Split split() {
        return split;
    }

    @Override
    Network network(Parameters parameters) {
        Initializer uniform = Initializer.glorotUniform();
        NDList weights = new NDList();
        weights.add(parameters.trainable("lstm.input", uniform, 4L * UNITS, TankSeries.INPUTS));
        weights.add(parameters.trainable("lstm.state", uniform, 4L * UNITS, UNITS));
        weights.add(parameters.trainable("lstm.bias1", Initializer.constant(0), 4L * UNITS));
        weights.add(parameters.trainable("lstm.bias2", Initializer.constant(0), 4L * UNITS));
        Linear head = Linear.create(parameters, "head", UNITS, TankSeries.TARGETS);
        return new Network() {
            private PtNDArray predicted(PtNDArray rowsB, boolean training) {
                long batch = rowsB.size();
                PtNDArray x =
                        JniUtils.reshape(
                                Functions.rows(inputs, rowsB),
                                new long[] {batch, STEPS, TankSeries.INPUTS});
                PtNDArray zero = tensors.zeros(DataType.FLOAT32, 1, batch, UNITS);
                NDList states = new NDList(zero, zero);
                NDList found = JniUtils.lstm(x, states, weights, true, 1, 0, training, false, true);
                return head.apply((PtNDArray) ((PtNDArray) found.get(1)).get(0));
            }

            @Override
            public Loss loss(PtNDArray rowsB) {
                PtNDArray predicted = predicted(rowsB, true);
                PtNDArray wanted = Functions.rows(targets, rowsB);
                return Loss.of(Functions.meanSquaredError(predicted, wanted))
                        .withOutputs(predicted);
            }

            /** Targets have a variance of 1. */
            @Override
            public double metric(int[] rows) {
                PtNDArray rowsB = tensors.codes(rows);
                PtNDArray wanted = Functions.rows(targets, rowsB);
                PtNDArray error = Functions.meanSquaredError(predicted(rowsB, false), wanted);
                return Math.sqrt(error.toFloatArray()[0]);
            }
        };
    }

    /** Series of the rows, for tests. */
    static int seriesOf(int row) {
        return row / TankSeries.windows(STEPS);
    }
}
