package io.cuvette.training.core.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.norm.BatchNorm;
import io.cuvette.training.core.optimizer.Optimizer;
import io.cuvette.training.core.optimizer.StepEvaluation;
import io.cuvette.training.core.schedule.ConstantRate;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.Linear;
import io.cuvette.training.core.tensor.Parameter;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.Tensors;
import io.cuvette.training.core.tensor.TorchOps;
import io.cuvette.training.core.testing.TestContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchLooksTest {

    @TempDir Path folder;

    /** A layer with dropout and batch norm, a loss of two tasks, and an optimizer that looks. */
    private static final class Looked
            implements Trainable<PtNDArray>, BatchSource<PtNDArray>, Optimizer, AutoCloseable {
        private final Tensors tensors = Tensors.open();
        private final Parameters parameters = new Parameters(tensors, 3, DataType.FLOAT64);
        private final Linear layer = Linear.create(parameters, "layer", 4, 3);
        private final BatchNorm norm = BatchNorm.create(parameters, "layer.norm", 3);
        private final int perStep;
        private final boolean saysOutputs;
        private long steps;

        final List<double[]> given = new ArrayList<>();
        final List<double[]> looked = new ArrayList<>();
        final List<double[]> sumOfTasks = new ArrayList<>();
        final List<double[]> surrogate = new ArrayList<>();
        final List<Integer> batches = new ArrayList<>();
        final List<String> buffersBefore = new ArrayList<>();
        final List<String> buffersAfter = new ArrayList<>();

        Looked(int perStep, boolean saysOutputs) {
            this.perStep = perStep;
            this.saysOutputs = saysOutputs;
        }

        private Loss loss(PtNDArray x, StepContext step) {
            PtNDArray z =
                    norm.train(layer.apply(Functions.dropout(x, 0.4, step.random())), step.tape());
            PtNDArray first = z.square().mean();
            PtNDArray second = Functions.times(z, 0.3).sub(x.mean()).square().mean();
            Loss loss = Loss.of(first.add(second)).withTask("a", first).withTask("b", second);
            return saysOutputs ? loss.withOutputs(z) : loss;
        }

        private static double[] flat(PtNDArray[] gradients) {
            return Arrays.stream(gradients)
                    .flatMapToDouble(gradient -> Arrays.stream(gradient.toDoubleArray()))
                    .toArray();
        }

        private String buffers() {
            return Arrays.toString(norm.runningMean().toDoubleArray());
        }

        @Override
        public void step(double rate, PtNDArray[] gradients, StepEvaluation evaluation) {
            steps++;
            buffersBefore.add(buffers());
            given.add(flat(gradients));
            looked.add(flat(evaluation.gradients()));
            batches.add(evaluation.batchGradients().size());
            double[] sum = new double[given.get(0).length];
            evaluation
                    .taskGradients()
                    .values()
                    .forEach(
                            task -> {
                                double[] values = flat(task);
                                Arrays.setAll(sum, i -> sum[i] + values[i]);
                            });
            sumOfTasks.add(sum);
            surrogate.add(flat(evaluation.outputSurrogate().gradients(0.1)));
            buffersAfter.add(buffers());
            GradMode.off(() -> TorchOps.addScaled(Parameter.tensors(group()), gradients, -rate));
        }

        @Override
        public void step(double rate, PtNDArray[] gradients) {
            throw new IllegalStateException("it looks again");
        }

        @Override
        public int batchesPerStep() {
            return perStep;
        }

        @Override
        public Parameters parameters() {
            return parameters;
        }

        @Override
        public List<Objective<PtNDArray>> objectives() {
            return List.of(new Objective<>("o", this::loss, this, new ConstantRate(0.1)));
        }

        @Override
        public Map<String, Double> validate() {
            return Map.of();
        }

        @Override
        public long samples(PtNDArray batch) {
            return batch.getShape().get(0);
        }

        @Override
        public int stepsPerEpoch() {
            return 5;
        }

        @Override
        public PtNDArray batch(long epoch, int step) {
            return TorchOps.normalLike(tensors.zeros(DataType.FLOAT64, 8, 4), 100 * epoch + step);
        }

        @Override
        public String name() {
            return "looked";
        }

        @Override
        public List<Parameter> group() {
            return parameters.group();
        }

        @Override
        public long steps() {
            return steps;
        }

        @Override
        public Map<String, PtNDArray> state() {
            return Map.of();
        }

        @Override
        public void restore(long done) {
            steps = done;
        }

        @Override
        public void close() {
            parameters.close();
            tensors.close();
        }
    }

    private Looked train(int perStep, boolean saysOutputs) throws Exception {
        try (Looked model = new Looked(perStep, saysOutputs);
                TrainingSession session =
                        new TrainingSession(new TestContext(folder, 1), "digest")) {
            new TrainingLoop<>(LoopSettings.of("a", 2), model, model, session).run();
            return model;
        }
    }

    @Test
    void aSecondLookSeesTheSameDrawsAndLeavesNoTrace() throws Exception {
        Looked model = train(1, true);
        assertThat(model.given).hasSize(10);
        for (int i = 0; i < 10; i++) {
            assertThat(model.looked.get(i)).containsExactly(model.given.get(i));
            assertThat(model.sumOfTasks.get(i)).containsExactly(model.given.get(i), within(1e-12));
            // to first order at the fixed outputs the surrogate is the loss
            assertThat(model.surrogate.get(i)).containsExactly(model.given.get(i), within(1e-12));
        }
        assertThat(model.buffersAfter).isEqualTo(model.buffersBefore).doesNotHaveDuplicates();
    }

    @Test
    void aStepOfTwoBatchesTakesTheirMeanAndTheRestOfAnEpochAsItIs() throws Exception {
        Looked model = train(2, true);
        assertThat(model.batches).containsExactly(2, 2, 1, 2, 2, 1);
        for (int i = 0; i < model.given.size(); i++) {
            assertThat(model.looked.get(i)).containsExactly(model.given.get(i), within(1e-14));
        }
    }

    @Test
    void aLossThatNamesNoOutputsIsRefusedByNameOfTheObjective() {
        assertThatThrownBy(() -> train(1, false))
                .hasMessageContaining("the loss of o does not say what it is a function of");
    }
}
