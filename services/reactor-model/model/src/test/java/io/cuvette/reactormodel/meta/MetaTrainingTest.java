package io.cuvette.reactormodel.meta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.reactormodel.adaptation.FineTuning;
import io.cuvette.reactormodel.network.PackedWindows;
import io.cuvette.reactormodel.network.WindowBatch;
import io.cuvette.reactormodel.network.Windows;
import io.cuvette.training.core.loop.LoopSettings;
import io.cuvette.training.core.loop.StepContext;
import io.cuvette.training.core.loop.TrainingLoop;
import io.cuvette.training.core.loop.TrainingSession;
import io.cuvette.training.core.program.TrainingStoppedException;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.RecurrentStack;
import io.cuvette.training.core.tensor.Tape;
import io.cuvette.training.core.tensor.TensorScope;
import io.cuvette.training.core.tensor.Tensors;
import io.cuvette.training.core.testing.TestContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MetaTrainingTest {
    private static final int SHOTS = 4;

    @TempDir Path folder;
    private Tensors tensors;

    @BeforeEach
    void open() {
        tensors = Tensors.open();
    }

    @AfterEach
    void close() {
        tensors.close();
    }

    private static MetaSettings settings(MetaAlgorithm algorithm, int tasks) {
        return new MetaSettings(algorithm, tasks, 16, 10, 3e-3, 0.3, 0.05, 1);
    }

    private Parameters train(MetaSettings settings, TestContext context) throws Exception {
        Parameters parameters = new Parameters(tensors, context.seed());
        try (TrainingSession session = new TrainingSession(context, "digest")) {
            MetaModel model = new MetaModel(parameters, Decays.NETWORK, settings);
            MetaBatches batches = new MetaBatches(tensors, Decays.source(1), settings, 1);
            LoopSettings loop =
                    LoopSettings.of("meta", settings.tasks())
                            .withCheckpoints(7, Duration.ofHours(1));
            new TrainingLoop<>(loop, model, batches, session).run();
        }
        return parameters;
    }

    @ParameterizedTest
    @EnumSource(MetaAlgorithm.class)
    void anInterruptedRunEndsWithTheSameBits(MetaAlgorithm algorithm) throws Exception {
        MetaSettings settings = settings(algorithm, 6);
        String whole = train(settings, context("whole")).sha256();
        AtomicInteger steps = new AtomicInteger();
        assertThatThrownBy(
                        () ->
                                train(
                                        settings,
                                        context("parts")
                                                .stoppingWhen(() -> steps.incrementAndGet() == 40)))
                .isInstanceOf(TrainingStoppedException.class);
        // 40 steps are the end of a task: its outer step is still to come
        assertThat(train(settings, context("parts")).sha256()).isEqualTo(whole);
        assertThat(train(settings, context("again")).sha256()).isEqualTo(whole);
    }

    @Test
    void reptileStartsAdaptBetterThanRandomOnes() throws Exception {
        Parameters trained = train(settings(MetaAlgorithm.REPTILE, 150), context("reptile"));
        double random = 0;
        double reptile = 0;
        for (int task = 1000; task < 1005; task++) {
            Windows windows = Decays.source(1).task(task);
            random += errorAfterAdaptation(new Parameters(tensors, task), windows);
            Parameters start = new Parameters(tensors, task);
            RecurrentStack stack = RecurrentStack.create(start, "rnn", Decays.NETWORK);
            for (String name : start.names()) {
                trained.get("start." + name).copyTo(start.get(name));
            }
            reptile += errorAfterAdaptation(start, stack, windows);
        }
        assertThat(random / reptile).isGreaterThan(5);
    }

    private double errorAfterAdaptation(Parameters parameters, Windows windows) {
        return errorAfterAdaptation(
                parameters, RecurrentStack.create(parameters, "rnn", Decays.NETWORK), windows);
    }

    /** Mean squared error on the windows that were not shots. */
    @SuppressWarnings("try") // scopes and modes are used by being open
    private double errorAfterAdaptation(
            Parameters parameters, RecurrentStack stack, Windows windows) {
        int[] shots = IntStream.range(0, SHOTS).toArray();
        int[] rest = IntStream.range(SHOTS, windows.count()).toArray();
        WindowBatch support = batch(windows, shots);
        new FineTuning(50, 3e-3)
                .run(
                        parameters,
                        (tape, epoch) ->
                                Functions.meanSquaredError(
                                        stack.forward(tape, support.xETBF(), Decays.STEPS),
                                        support.yETBO()));
        WindowBatch query = batch(windows, rest);
        try (TensorScope scope = TensorScope.open();
                GradMode off = GradMode.off()) {
            PtNDArray y = stack.evaluate(query.xETBF(), Decays.STEPS);
            return Functions.meanSquaredError(y, query.yETBO()).toFloatArray()[0];
        }
    }

    private WindowBatch batch(Windows windows, int[] rows) {
        PackedWindows packed = new PackedWindows(tensors);
        packed.pack(windows, rows, rows.length);
        return packed.batch(0);
    }

    @Test
    @SuppressWarnings("try") // modes are used by being open
    void gradientOfMamlGoesThroughTheInnerSteps() {
        MetaSettings settings = new MetaSettings(MetaAlgorithm.MAML, 1, 8, 1, 1e-3, 1, 0.2, 2);
        Parameters parameters = new Parameters(tensors, 5, DataType.FLOAT64);
        MetaModel model = new MetaModel(parameters, Decays.NETWORK, settings);
        WindowBatch narrow = batch(Decays.source(1).task(0), IntStream.range(0, 8).toArray());
        WindowBatch wide =
                new WindowBatch(
                        Tensors.cast(narrow.xETBF(), DataType.FLOAT64),
                        Tensors.cast(narrow.yETBO(), DataType.FLOAT64));
        PtNDArray[] weights = model.stack().weights();
        double[][] gradients = new double[weights.length][];
        try (GradMode on = GradMode.on()) {
            Tape tape = new Tape();
            PtNDArray[] found = tape.gradients(loss(model, wide, tape), weights);
            for (int k = 0; k < found.length; k++) {
                gradients[k] = found[k].toDoubleArray();
            }
        }
        double step = 1e-5;
        for (int k = 0; k < weights.length; k++) {
            double[] values = weights[k].toDoubleArray();
            for (int i = 0; i < values.length; i += 7) {
                double[] sides = new double[2];
                for (int side = 0; side < 2; side++) {
                    double[] moved = values.clone();
                    moved[i] += side == 0 ? step : -step;
                    parameters.set(name(parameters, k), Doubles.littleEndian(moved));
                    try (GradMode on = GradMode.on()) {
                        sides[side] = loss(model, wide, new Tape()).toDoubleArray()[0];
                    }
                }
                parameters.set(name(parameters, k), Doubles.littleEndian(values));
                double numeric = (sides[0] - sides[1]) / (2 * step);
                assertThat(gradients[k][i])
                        .as("weight %d, element %d", k, i)
                        .isCloseTo(numeric, within(1e-6 * (1 + Math.abs(numeric))));
            }
        }
        model.close();
    }

    private static String name(Parameters parameters, int index) {
        return parameters.all().get(index).name();
    }

    private static PtNDArray loss(MetaModel model, WindowBatch batch, Tape tape) {
        return model.objectives()
                .get(0)
                .loss()
                .evaluate(batch, new StepContext(tape, null, 0, 0))
                .total();
    }

    @Test
    void settingsOutOfRangeAreNamed() {
        assertThatThrownBy(() -> settings(MetaAlgorithm.REPTILE, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tasks");
        assertThatThrownBy(() -> new MetaSettings(MetaAlgorithm.MAML, 1, 1, 1, 1, 1, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("batchSize");
    }

    private TestContext context(String name) throws Exception {
        return new TestContext(folder.resolve(name), 11);
    }
}
