package io.cuvette.training.core.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.diagnostics.NoiseScale;
import io.cuvette.training.core.optimizer.Optimizer;
import io.cuvette.training.core.optimizer.Sgd;
import io.cuvette.training.core.schedule.ConstantRate;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.Initializer;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.Tensors;
import io.cuvette.training.core.testing.TestContext;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gradient's noise, measured beside a training. */
class NoiseWatchTest {

    private static final int ROWS = 8;
    private static final double DEVIATION = 2;
    private static final double DISTANCE = 0.5;

    @TempDir Path folder;

    /**
     * A number w that is pulled to normal draws x of mean 0 by {@code (w - x)^2 / 2}: the gradient
     * of a sample is w - x, so the noise scale at w is {@code var(x) / w^2}.
     */
    private static final class Pull
            implements Trainable<double[]>, BatchSource<double[]>, AutoCloseable {
        private final Tensors tensors = Tensors.open();
        private final Parameters parameters = new Parameters(tensors, 1, DataType.FLOAT64);
        private final PtNDArray w = parameters.trainable("w", Initializer.constant(DISTANCE), 1);
        private final Optimizer optimizer =
                new Sgd(tensors, parameters.group(), new Sgd.Settings(0, false, 0));
        private final int rows;
        private final double rate;

        Pull(int rows, double rate) {
            this.rows = rows;
            this.rate = rate;
        }

        private Loss loss(double[] x, StepContext step) {
            PtNDArray error = w.sub(tensors.of(x));
            return Loss.of(Functions.times(error.square().mean(), 0.5));
        }

        @Override
        public Parameters parameters() {
            return parameters;
        }

        @Override
        public List<Objective<double[]>> objectives() {
            return List.of(new Objective<>("pull", this::loss, optimizer, new ConstantRate(rate)));
        }

        @Override
        public Map<String, Double> validate() {
            return Map.of("w", w.toDoubleArray()[0]);
        }

        @Override
        public long samples(double[] batch) {
            return batch.length;
        }

        @Override
        public int stepsPerEpoch() {
            return 1000;
        }

        @Override
        public double[] batch(long epoch, int step) {
            RandomStream random = RandomStream.of(7, epoch, step);
            double[] x = new double[rows];
            Arrays.setAll(x, i -> DEVIATION * random.nextGaussian());
            return x;
        }

        @Override
        public double[] select(long epoch, int step, int[] positions) {
            double[] all = batch(epoch, step);
            return Arrays.stream(positions).mapToDouble(i -> all[i]).toArray();
        }

        @Override
        public void close() {
            optimizer.close();
            parameters.close();
            tensors.close();
        }
    }

    private double train(String name, Pull model, Optional<NoiseScale> noise) throws Exception {
        LoopMethods methods =
                new LoopMethods(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        ROWS,
                        Optional.empty(),
                        Optional.empty(),
                        noise);
        TestContext context = new TestContext(folder.resolve(name), 3);
        try (model;
                TrainingSession session = new TrainingSession(context, "digest")) {
            var loop =
                    new TrainingLoop<>(LoopSettings.of("pull", 3), model, model, session, methods);
            return loop.run().history().last().orElseThrow().metrics().get("w");
        }
    }

    @Test
    void theNoiseScaleIsVarianceOverSquaredGradient() throws Exception {
        NoiseScale noise = new NoiseScale(new NoiseScale.Settings(0.99999, 1));

        train("still", new Pull(ROWS, 1e-12), Optional.of(noise));

        // 3,000 batches of 8: about 1 % on the variance, 6 % on the squared gradient of 0.25
        assertThat(noise.gradientVariance()).isCloseTo(DEVIATION * DEVIATION, within(0.15));
        assertThat(noise.squaredGradient()).isCloseTo(DISTANCE * DISTANCE, within(0.06));
        assertThat(noise.scale().orElseThrow()).isCloseTo(16, within(5.0));
    }

    @Test
    void measuringLeavesTheTrainingAlone() throws Exception {
        NoiseScale noise = new NoiseScale(new NoiseScale.Settings(0.99, 7));

        double watched = train("watched", new Pull(ROWS, 0.01), Optional.of(noise));

        assertThat(watched).isEqualTo(train("alone", new Pull(ROWS, 0.01), Optional.empty()));
        assertThat(watched).isNotEqualTo(DISTANCE);
    }

    @Test
    void whatWasMeasuredIsKnownToALaterAttemptThatFindsTheTrainingDone() throws Exception {
        NoiseScale noise = new NoiseScale(NoiseScale.Settings.DEFAULT);
        train("done", new Pull(ROWS, 0.01), Optional.of(noise));
        NoiseScale later = new NoiseScale(NoiseScale.Settings.DEFAULT);

        train("done", new Pull(ROWS, 0.01), Optional.of(later));

        assertThat(later.scale()).isEqualTo(noise.scale()).isPresent();
    }

    @Test
    void aBatchOfOneSampleHasNoHalves() throws Exception {
        NoiseScale noise = new NoiseScale(NoiseScale.Settings.DEFAULT);

        train("single", new Pull(1, 0.001), Optional.of(noise));

        assertThat(noise.scale()).isEmpty();
    }
}
