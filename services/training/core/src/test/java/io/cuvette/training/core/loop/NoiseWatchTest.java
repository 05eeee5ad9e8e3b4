package io.cuvette.training.core.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.diagnostics.NoiseScale;
import io.cuvette.training.core.method.MethodState;
import io.cuvette.training.core.optimizer.Optimizer;
import io.cuvette.training.core.optimizer.Sgd;
import io.cuvette.training.core.sampling.SampleSelection;
import io.cuvette.training.core.sampling.SampleSignals;
import io.cuvette.training.core.sampling.SampleVectors;
import io.cuvette.training.core.sampling.Selected;
import io.cuvette.training.core.schedule.ConstantRate;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.Initializer;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.Tensors;
import io.cuvette.training.core.testing.TestContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
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

        /** Deviation of what the loss itself draws, the same for all samples, as dropout would. */
        private double jitter;

        /** Whether the samples of a batch come in ascending order. */
        private boolean sorted;

        /** Samples of each batch of which the loss was asked. */
        private final List<Integer> asked = new ArrayList<>();

        Pull(int rows, double rate) {
            this.rows = rows;
            this.rate = rate;
        }

        private Loss loss(double[] x, StepContext step) {
            asked.add(x.length);
            double shift = jitter * step.random().nextGaussian();
            PtNDArray error = w.sub(tensors.of(Arrays.stream(x).map(v -> v + shift).toArray()));
            PtNDArray each = Functions.times(error.square(), 0.5);
            return Loss.of(each.mean()).withSamples(each, 1);
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
            if (sorted) {
                Arrays.sort(x);
            }
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
        return train(name, model, Optional.empty(), noise);
    }

    private double train(
            String name,
            Pull model,
            Optional<SampleSelection> selection,
            Optional<NoiseScale> noise)
            throws Exception {
        LoopMethods methods =
                new LoopMethods(
                        Optional.empty(),
                        selection,
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

        // 3,000 batches of 8: standard errors of 0.1 on the variance, 0.02 on the squared gradient
        assertThat(noise.gradientVariance()).isCloseTo(DEVIATION * DEVIATION, within(0.4));
        assertThat(noise.squaredGradient()).isCloseTo(DISTANCE * DISTANCE, within(0.06));
        assertThat(noise.scale().orElseThrow()).isCloseTo(16, within(5.0));
    }

    @Test
    void theOrderOfSamplesInABatchDoesNotMatter() throws Exception {
        NoiseScale noise = new NoiseScale(new NoiseScale.Settings(0.99999, 1));
        Pull model = new Pull(ROWS, 1e-12);
        model.sorted = true;

        train("sorted", model, Optional.of(noise));

        // the lower and the upper half would each be one deviation and a half off
        assertThat(noise.gradientVariance()).isCloseTo(DEVIATION * DEVIATION, within(0.4));
        assertThat(noise.squaredGradient()).isCloseTo(DISTANCE * DISTANCE, within(0.06));
    }

    @Test
    void whatTheModelDrawsIsNoiseOfEachHalf() throws Exception {
        NoiseScale noise = new NoiseScale(new NoiseScale.Settings(0.99999, 1));
        Pull model = new Pull(ROWS, 1e-12);
        model.jitter = 1;

        train("drawing", model, Optional.of(noise));

        // a half of b = 4 samples has variance 4 / b + 1, the mean of two half of it, and
        // (1 / b - 1 / 2b) is the measure of their difference: 4 + b
        assertThat(noise.gradientVariance()).isCloseTo(8, within(0.4));
    }

    @Test
    void measuringLeavesTheTrainingAlone() throws Exception {
        NoiseScale noise = new NoiseScale(new NoiseScale.Settings(0.99, 7));
        Pull drawing = new Pull(ROWS, 0.01);
        drawing.jitter = 0.5;
        Pull alone = new Pull(ROWS, 0.01);
        alone.jitter = 0.5;

        double watched = train("watched", drawing, Optional.of(noise));

        assertThat(watched).isEqualTo(train("alone", alone, Optional.empty()));
        assertThat(watched).isNotEqualTo(DISTANCE);
    }

    /** Takes the first half of the candidates. */
    private static final class FirstHalf implements SampleSelection {
        @Override
        public int candidates() {
            return 2;
        }

        @Override
        public SampleVectors vectors() {
            return SampleVectors.NONE;
        }

        @Override
        public Selected select(SampleSignals signals) {
            int[] positions = IntStream.range(0, count(signals.size())).toArray();
            double[] weights = new double[positions.length];
            Arrays.fill(weights, 1);
            return new Selected(positions, weights);
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

    @Test
    void samplesAreMeasuredBeforeSomeAreChosen() throws Exception {
        NoiseScale noise = new NoiseScale(new NoiseScale.Settings(0.99999, 1));
        Pull model = new Pull(2 * ROWS, 1e-12);
        model.sorted = true;

        train("choosing", model, Optional.of(new FirstHalf()), Optional.of(noise));

        assertThat(model.asked.subList(0, 4))
                .as("halves of the candidates, all of them, those that are trained on")
                .containsExactly(ROWS, ROWS, 2 * ROWS, ROWS);
        assertThat(noise.gradientVariance()).isCloseTo(DEVIATION * DEVIATION, within(0.4));
    }

    @Test
    void whatWasMeasuredIsKnownToALaterAttemptThatFindsTheTrainingDone() throws Exception {
        NoiseScale noise = new NoiseScale(new NoiseScale.Settings(0.9999, 10));
        train("done", new Pull(ROWS, 1e-12), Optional.of(noise));
        NoiseScale later = new NoiseScale(new NoiseScale.Settings(0.9999, 10));

        train("done", new Pull(ROWS, 1e-12), Optional.of(later));

        assertThat(later.scale()).isEqualTo(noise.scale()).isPresent();
    }

    @Test
    void aBatchOfOneSampleHasNoHalves() throws Exception {
        NoiseScale noise = new NoiseScale(NoiseScale.Settings.DEFAULT);

        train("single", new Pull(1, 0.001), Optional.of(noise));

        assertThat(noise.scale()).isEmpty();
    }
}
