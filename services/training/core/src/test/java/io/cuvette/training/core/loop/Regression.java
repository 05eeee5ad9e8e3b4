package io.cuvette.training.core.loop;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.optimizer.AdamW;
import io.cuvette.training.core.optimizer.Optimizer;
import io.cuvette.training.core.optimizer.Sgd;
import io.cuvette.training.core.schedule.ConstantRate;
import io.cuvette.training.core.schedule.Schedule;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.Initializer;
import io.cuvette.training.core.tensor.Linear;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.Tensors;
import io.cuvette.training.core.tensor.TorchOps;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/** Tiny models for tests of the loop. */
final class Regression {

    private Regression() {}

    /**
     * Fits {@code y = x w + b} with dropout on x; the batch is random but fixed by its position.
     */
    static final class Line implements Trainable<PtNDArray>, BatchSource<PtNDArray>, AutoCloseable {
        final Tensors tensors = Tensors.open();
        final Parameters parameters;
        final Linear layer;
        final Optimizer optimizer;
        private final int steps;
        private final double dropout;
        private final OptionalDouble clipNorm;
        private final double rate;
        Supplier<Map<String, Double>> validation = Map::of;
        double poison = 0;
        long poisonedStep = -1;

        Line(long seed, int steps, double rate, double dropout, OptionalDouble clipNorm) {
            this.parameters = new Parameters(tensors, seed);
            this.layer = Linear.create(parameters, "layer", 4, 3);
            this.optimizer = new AdamW(tensors, parameters.group(), AdamW.Settings.DEFAULT);
            this.steps = steps;
            this.rate = rate;
            this.dropout = dropout;
            this.clipNorm = clipNorm;
        }

        static Line of(long seed) {
            return new Line(seed, 5, 0.01, 0.3, OptionalDouble.empty());
        }

        private Loss loss(PtNDArray x, StepContext step) {
            PtNDArray y = layer.apply(Functions.dropout(x, dropout, step.random()));
            PtNDArray target = tensors.full(1, DataType.FLOAT32, 8, 3);
            return Loss.of(Functions.meanSquaredError(y, target)).with("mean", y.mean());
        }

        @Override
        public Parameters parameters() {
            return parameters;
        }

        @Override
        public List<Objective<PtNDArray>> objectives() {
            return List.of(
                    new Objective<>(
                            "line", this::loss, optimizer, new ConstantRate(rate), clipNorm));
        }

        @Override
        public Map<String, Double> validate() {
            return validation.get();
        }

        @Override
        public long samples(PtNDArray batch) {
            return batch.getShape().get(0);
        }

        @Override
        public int stepsPerEpoch() {
            return steps;
        }

        @Override
        public PtNDArray batch(long epoch, int step) {
            PtNDArray x =
                    TorchOps.normalLike(tensors.zeros(DataType.FLOAT32, 8, 4), 1000 * epoch + step);
            return epoch * steps + step == poisonedStep ? x.mul(poison) : x;
        }

        @Override
        public String describe(long epoch, int step) {
            return "epoch %d, batch %d, rows 3 and 4".formatted(epoch, step);
        }

        @Override
        public void close() {
            optimizer.close();
            parameters.close();
            tensors.close();
        }
    }

    /**
     * Two scalars that play against each other: p ascends {@code p q - p^2 / 2} while q descends
     * it. Each objective depends on both parameters but may move its own only.
     */
    static final class Duel implements Trainable<Integer>, BatchSource<Integer>, AutoCloseable {
        final Tensors tensors = Tensors.open();
        final Parameters parameters = new Parameters(tensors, 1, DataType.FLOAT64);
        final PtNDArray p = parameters.trainable("p", Initializer.constant(1), 1);
        final PtNDArray q = parameters.trainable("q", Initializer.constant(2), 1);
        private final Optimizer forP =
                new Sgd(tensors, parameters.group("p"), new Sgd.Settings(0, false, 0));
        private final Optimizer forQ =
                new Sgd(tensors, parameters.group("q"), new Sgd.Settings(0, false, 0));

        private PtNDArray value() {
            return p.mul(q).sub(p.square().mul(tensors.scalar(0.5, DataType.FLOAT64))).sum();
        }

        @Override
        public Parameters parameters() {
            return parameters;
        }

        @Override
        public List<Objective<Integer>> objectives() {
            Schedule rate = new ConstantRate(0.1);
            return List.of(
                    new Objective<>("p", (b, step) -> Loss.of(value().neg()), forP, rate),
                    new Objective<>("q", (b, step) -> Loss.of(value()), forQ, rate));
        }

        @Override
        public Map<String, Double> validate() {
            return Map.of("p", p.toDoubleArray()[0], "q", q.toDoubleArray()[0]);
        }

        @Override
        public long samples(Integer batch) {
            return 1;
        }

        @Override
        public int stepsPerEpoch() {
            return 1;
        }

        @Override
        public Integer batch(long epoch, int step) {
            return step;
        }

        @Override
        public void close() {
            forP.close();
            forQ.close();
            parameters.close();
            tensors.close();
        }
    }
}
