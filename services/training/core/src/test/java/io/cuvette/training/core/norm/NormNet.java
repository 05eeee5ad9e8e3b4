package io.cuvette.training.core.norm;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.optimizer.Optimizer;
import io.cuvette.training.core.optimizer.OptimizerFactory;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.Linear;
import io.cuvette.training.core.tensor.Parameter;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.Tape;
import io.cuvette.training.core.tensor.TensorScope;
import io.cuvette.training.core.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** A classifier of dense layers with a normalisation before each ReLU. */
public final class NormNet implements AutoCloseable {

    /**
     * @param hidden units of each hidden layer
     * @param norm none for plain layers
     */
    public record Shape(int inputs, List<Integer> hidden, int outputs, Optional<NormFactory> norm) {
        Shape with(NormFactory other) {
            return new Shape(inputs, hidden, outputs, Optional.of(other));
        }
    }

    final Tensors tensors;
    private final Parameters parameters;
    private final List<Linear> layers = new ArrayList<>();
    private final List<Norm> norms = new ArrayList<>();
    private final Linear output;
    private final Optimizer optimizer;

    public NormNet(Shape shape, OptimizerFactory optimizer, long seed) {
        this.tensors = Tensors.open();
        this.parameters = new Parameters(tensors, seed);
        int width = shape.inputs();
        for (int units : shape.hidden()) {
            int layer = layers.size();
            layers.add(Linear.create(parameters, "layer." + layer, width, units));
            shape.norm().ifPresent(n -> norms.add(n.create(parameters, "norm." + layer, units)));
            width = units;
        }
        this.output = Linear.create(parameters, "output", width, shape.outputs());
        this.optimizer = optimizer.create(tensors, parameters.group());
    }

    public Parameters parameters() {
        return parameters;
    }

    List<Norm> norms() {
        return norms;
    }

    private PtNDArray forward(PtNDArray x, BiFunction<Integer, PtNDArray, PtNDArray> normalise) {
        PtNDArray h = x;
        for (int i = 0; i < layers.size(); i++) {
            Linear layer = layers.get(i);
            PtNDArray weight =
                    norms.isEmpty() ? layer.weight() : norms.get(i).weight(layer.weight());
            PtNDArray z = Functions.linear(h, weight, layer.bias());
            h = Functions.relu(norms.isEmpty() ? z : normalise.apply(i, z));
        }
        return output.apply(h);
    }

    /** One step on the mean cross entropy; its value. */
    @SuppressWarnings("try") // scope and mode are used by being open
    public double step(PtNDArray x, PtNDArray codes, double rate) {
        try (TensorScope scope = TensorScope.open();
                GradMode on = GradMode.on()) {
            Tape tape = new Tape();
            PtNDArray logits = forward(x, (i, z) -> norms.get(i).train(z, tape));
            PtNDArray loss = Functions.softmaxCrossEntropy(logits, codes);
            PtNDArray[] gradients = tape.gradients(loss, Parameter.tensors(optimizer.group()));
            optimizer.step(rate, gradients);
            return loss.toFloatArray()[0];
        }
    }

    /** Steps on random batches of a sample; the mean loss of the last tenth of them. */
    public double train(Blobs.Sample sample, int batch, int steps, double rate, long seed) {
        return train(sample, 1, batch, steps, rate, seed, step -> {});
    }

    /**
     * As the other, with whole sequences in a batch.
     *
     * @param length rows that follow each other and stay together
     * @param batch sequences of a step
     * @param afterStep told each step's number
     */
    @SuppressWarnings("try") // the scope is used by being open
    public double train(
            Blobs.Sample sample,
            int length,
            int batch,
            int steps,
            double rate,
            long seed,
            IntConsumer afterStep) {
        RandomStream random = new RandomStream(seed);
        int sequences = sample.codes().length / length;
        int[] order = random.permutation(sequences);
        int next = 0;
        double late = 0;
        try (PtNDArray all = sample.rows(tensors)) {
            for (int step = 0; step < steps; step++) {
                if (next + batch > sequences) {
                    order = random.permutation(sequences);
                    next = 0;
                }
                try (TensorScope scope = TensorScope.open()) {
                    int[] chosen =
                            Arrays.stream(order, next, next + batch)
                                    .flatMap(s -> IntStream.range(s * length, (s + 1) * length))
                                    .toArray();
                    PtNDArray x = Functions.rows(all, tensors.codes(chosen));
                    int[] codes = Arrays.stream(chosen).map(i -> sample.codes()[i]).toArray();
                    double loss = step(x, tensors.codes(codes), rate);
                    if (step >= steps - steps / 10) {
                        late += loss;
                    }
                }
                next += batch;
                afterStep.accept(step);
            }
        }
        int counted = steps / 10;
        return late / counted;
    }

    /** Share of rows that are classified wrongly, as the model is used. */
    public double error(Blobs.Sample sample) {
        return error(sample, sample.codes().length, (i, z) -> norms.get(i).evaluate(z));
    }

    /** The same on a stream of requests, with other normalisations in the layers' place. */
    @SuppressWarnings("try") // scope and mode are used by being open
    public double error(
            Blobs.Sample sample, int request, BiFunction<Integer, PtNDArray, PtNDArray> normalise) {
        int wrong = 0;
        int rows = sample.codes().length;
        for (int from = 0; from < rows; from += request) {
            int to = Math.min(rows, from + request);
            try (TensorScope scope = TensorScope.open();
                    GradMode off = GradMode.off()) {
                PtNDArray logits = forward(sample.rows(tensors, from, to), normalise);
                long[] best = logits.argMax(1).toLongArray();
                for (int i = from; i < to; i++) {
                    wrong += best[i - from] == sample.codes()[i] ? 0 : 1;
                }
            }
        }
        return wrong / (double) rows;
    }

    /** Mean cross entropy, as the model is used. */
    @SuppressWarnings("try") // scope and mode are used by being open
    public double loss(Blobs.Sample sample) {
        try (TensorScope scope = TensorScope.open();
                GradMode off = GradMode.off()) {
            PtNDArray logits = forward(sample.rows(tensors), (i, z) -> norms.get(i).evaluate(z));
            PtNDArray codes = tensors.codes(sample.codes());
            return Functions.softmaxCrossEntropy(logits, codes).toFloatArray()[0];
        }
    }

    @Override
    public void close() {
        optimizer.close();
        parameters.close();
        tensors.close();
    }
}
