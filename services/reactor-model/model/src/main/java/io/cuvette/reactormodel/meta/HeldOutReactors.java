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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Windows of reactors that no step of a meta-training saw, for the methods that judge one: the
 * starting weights predict them as they are, before any adaptation.
 *
 * <p>One number a window, the state at its end in the task's own scale. Intervals are calibrated on
 * the windows of half of these reactors and measured on those of the others, as weights are for
 * reactors that nobody has seen. Windows of a reactor hang together, so that what is guaranteed for
 * exchangeable samples holds only as far as so few reactors are alike.
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
        List<AtEnd> reactors = new ArrayList<>();
        for (int reactor = 0; reactor < REACTORS; reactor++) {
            reactors.add(measure(network, reactor));
        }
        List<AtEnd> calibration = reactors.subList(0, REACTORS / 2);
        List<AtEnd> test = reactors.subList(REACTORS / 2, REACTORS);
        for (int i = 0; i < STATES.size(); i++) {
            int state = i;
            assessments.ofPredictions(
                    STATES.get(state),
                    () ->
                            new HeldOutPredictions.Points(
                                    predictions(calibration, state), predictions(test, state)));
        }
        assessments.ofRepresentation(
                () ->
                        reactors.stream()
                                .flatMap(reactor -> Arrays.stream(reactor.hidden()))
                                .toArray(double[][]::new));
    }

    /** At the end of each window of a reactor: outputs, targets and hidden states, by window. */
    private record AtEnd(double[][] outputs, double[][] targets, double[][] hidden) {}

    private static PointPredictions predictions(List<AtEnd> reactors, int state) {
        return new PointPredictions(
                column(reactors, AtEnd::outputs, state), column(reactors, AtEnd::targets, state));
    }

    private static double[] column(
            List<AtEnd> reactors, Function<AtEnd, double[][]> values, int state) {
        return reactors.stream()
                .flatMap(reactor -> Arrays.stream(values.apply(reactor)))
                .mapToDouble(row -> row[state])
                .toArray();
    }

    @SuppressWarnings("try") // scopes and modes are used by being open
    private AtEnd measure(RecurrentStack network, int reactor) {
        Windows task = source.task(trained + reactor);
        int[] all = new RandomStream(Seeds.hash(seed, reactor)).permutation(task.count());
        int[] drawn = Arrays.copyOf(all, Math.min(WINDOWS_OF_EACH, all.length));
        PackedWindows packed = new PackedWindows(tensors);
        packed.pack(task, drawn, drawn.length);
        try (TensorScope scope = TensorScope.open();
                GradMode off = GradMode.off()) {
            WindowBatch batch = packed.batch(0);
            return new AtEnd(
                    atEnd(network.evaluate(batch.xETBF(), task.steps())),
                    atEnd(batch.yETBO()),
                    atEnd(network.lastStates(batch.xETBF(), task.steps())));
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
