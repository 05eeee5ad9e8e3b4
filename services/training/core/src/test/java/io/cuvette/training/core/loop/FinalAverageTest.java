package io.cuvette.training.core.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.averaging.Averager;
import io.cuvette.training.core.loop.Regression.Line;
import io.cuvette.training.core.method.MethodState;
import io.cuvette.training.core.program.TrainingFailedException;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.testing.TestContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The average of weights at the end of a training. */
class FinalAverageTest {
    private static final int EPOCHS = 2;

    @TempDir Path folder;

    /** A line with a running mean of its inputs, as batch norm has it. */
    private record WithMean(Line line, PtNDArray mean) implements Trainable<PtNDArray> {

        static WithMean of(Line line) {
            return new WithMean(line, line.parameters.buffer("mean", 0, 1));
        }

        @Override
        public Parameters parameters() {
            return line.parameters();
        }

        @Override
        public List<Objective<PtNDArray>> objectives() {
            Objective<PtNDArray> plain = line.objectives().get(0);
            LossFunction<PtNDArray> loss =
                    (x, step) -> {
                        GradMode.off(() -> x.mean().reshape(1).copyTo(mean));
                        return plain.loss().evaluate(x, step);
                    };
            return List.of(
                    new Objective<>(plain.name(), loss, plain.optimizer(), plain.schedule()));
        }

        @Override
        public Map<String, Double> validate() {
            return Map.of();
        }
    }

    /** The weights as they are, times a factor. */
    private record Scaled(double factor) implements Averager {

        @Override
        public void finish(Parameters parameters) {
            PtNDArray weight = parameters.get("layer.weight");
            weight.mul(factor).copyTo(weight);
        }

        @Override
        public MethodState save() {
            return new MethodState();
        }

        @Override
        public void restore(MethodState state) {
            // nothing is remembered
        }
    }

    private static void train(Line line, double factor, TestContext context) throws Exception {
        LoopMethods methods =
                new LoopMethods(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        1,
                        Optional.empty(),
                        Optional.of(new Scaled(factor)),
                        Optional.empty());
        WithMean model = WithMean.of(line);
        try (TrainingSession session = new TrainingSession(context, "digest")) {
            new TrainingLoop<>(LoopSettings.of("a", EPOCHS), model, line, session, methods).run();
        }
    }

    @Test
    void statisticsOfAFiniteAverageAreOfTheLastPass() throws Exception {
        try (Line line = Line.of(1)) {
            train(line, 0.5, new TestContext(folder, 1));

            // 300 passes of 5 batches an epoch, after those of the training
            try (PtNDArray last = line.batch(EPOCHS + 59, 4)) {
                assertThat(line.parameters.floats("mean"))
                        .containsExactly(last.mean().toFloatArray()[0]);
            }
        }
    }

    @Test
    void anAverageThatIsNotFiniteIsNotPublished() throws Exception {
        try (Line line = Line.of(1)) {
            TestContext context = new TestContext(folder, 1);

            assertThatThrownBy(() -> train(line, Double.POSITIVE_INFINITY, context))
                    .isInstanceOf(TrainingFailedException.class)
                    .hasMessageContaining("Training a: the parameter layer.weight is Infinity")
                    .hasMessageContaining("after the weights of 10 steps were averaged");
            assertThat(context.checkpoints().newest()).isEmpty();
        }
    }

    @Test
    void statisticsThatAreNotFiniteAreNotPublished() throws Exception {
        try (Line line = Line.of(1)) {
            TestContext context = new TestContext(folder, 1);
            // only the last of the passes meets it
            line.poisonedStep = 5 * EPOCHS + 299;
            line.poison = Double.NaN;

            assertThatThrownBy(() -> train(line, 0.5, context))
                    .isInstanceOf(TrainingFailedException.class)
                    .hasMessageContaining("the parameter mean is NaN after the weights");
            assertThat(context.checkpoints().newest()).isEmpty();
        }
    }
}
