package io.cuvette.reactormodel.meta;

import static ai.djl.ndarray.types.DataType.FLOAT64;

import ai.djl.ndarray.index.NDIndex;
import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.reactormodel.network.PackedWindows;
import io.cuvette.reactormodel.network.WindowBatch;
import io.cuvette.reactormodel.network.Windows;
import io.cuvette.training.core.catalogue.Assessments;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.RecurrentStack;
import io.cuvette.training.core.tensor.Seeds;
import io.cuvette.training.core.tensor.TensorScope;
import io.cuvette.training.core.tensor.Tensors;
import io.cuvette.training.core.uncertainty.HeldOutPredictions;
import io.cuvette.training.core.uncertainty.PointPredictions;
import java.util.Arrays;
import java.util.List;

/**
 * Windows of reactors that no step of a meta-training saw, for the methods that judge one: the
 * starting weights predict them as they are, before any adaptation.
 *
 * <p>One number a window, the state at its end in the task's own scale: the values within a window
 * hang together, those of windows drawn over all these reactors may be exchanged.
 */
public final class HeldOutReactors {

    private static final int REACTORS = 12;
    private static final int WINDOWS_OF_EACH = 50;

    /** Outputs of a window, in their order. */
    private static final List<String> STATES = List.of("temperature", "concentration");

    private final Tensors tensors;
    private final TaskSource source;
    private final long trained;
    private final long seed;

    /**
     * @param trained tasks of the training, from 0
     */
    public HeldOutReactors(Tensors tensors, TaskSource source, long trained, long seed) {
        this.tensors = tensors;
        this.source = source;
        this.trained = trained;
        this.seed = Seeds.hash(seed, "held-out-reactors");
    }

    /** Has a network judged, with the weights that it has now. */
    public void judge(RecurrentStack network, Assessments assessments) {
        if (!assessments.wantsPredictions() && !assessments.wantsRepresentation()) {
            return;
        }
        int all = REACTORS * WINDOWS_OF_EACH;
        double[][] predicted = new double[STATES.size()][all];
        double[][] measured = new double[STATES.size()][all];
        double[][] states = new double[all][];
        for (int reactor = 0; reactor < REACTORS; reactor++) {
            measure(network, reactor, predicted, measured, states);
        }
        for (int state = 0; state < STATES.size(); state++) {
            assessments.ofPredictions(
                    STATES.get(state),
                    HeldOutPredictions.split(
                            new PointPredictions(predicted[state], measured[state]), seed));
        }
        if (assessments.wantsRepresentation()) {
            assessments.ofRepresentation(states);
        }
    }

    @SuppressWarnings("try") // scopes and modes are used by being open
    private void measure(
            RecurrentStack network,
            int reactor,
            double[][] predicted,
            double[][] measured,
            double[][] states) {
        Windows task = source.task(trained + reactor);
        int[] order = new int[WINDOWS_OF_EACH];
        int[] drawn = new RandomStream(Seeds.hash(seed, reactor)).permutation(task.count());
        Arrays.setAll(order, i -> drawn[i % drawn.length]);
        PackedWindows packed = new PackedWindows(tensors);
        packed.pack(task, order, order.length);
        try (TensorScope scope = TensorScope.open();
                GradMode off = GradMode.off()) {
            WindowBatch batch = packed.batch(0);
            int from = reactor * WINDOWS_OF_EACH;
            double[][] outputs = atEnd(network.evaluate(batch.xETBF(), task.steps()));
            double[][] targets = atEnd(batch.yETBO());
            double[][] last = atEnd(network.lastStates(batch.xETBF(), task.steps()));
            for (int i = 0; i < WINDOWS_OF_EACH; i++) {
                for (int state = 0; state < STATES.size(); state++) {
                    predicted[state][from + i] = outputs[i][state];
                    measured[state][from + i] = targets[i][state];
                }
                states[from + i] = last[i];
            }
        }
    }

    /** Values of the first model at the last time, by window, from {@code [E, T, B, D]}. */
    private static double[][] atEnd(PtNDArray values) {
        long lastStep = values.getShape().get(1) - 1;
        int windows = Math.toIntExact(values.getShape().get(2));
        int width = Math.toIntExact(values.getShape().get(3));
        double[] flat =
                values.get(new NDIndex("0, {}", lastStep)).toType(FLOAT64, false).toDoubleArray();
        double[][] rows = new double[windows][];
        Arrays.setAll(rows, i -> Arrays.copyOfRange(flat, i * width, (i + 1) * width));
        return rows;
    }
}
