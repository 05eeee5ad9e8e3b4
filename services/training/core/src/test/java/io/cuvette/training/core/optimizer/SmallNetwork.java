package io.cuvette.training.core.optimizer;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.Initializer;
import io.cuvette.training.core.tensor.Parameter;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.Seeds;
import io.cuvette.training.core.tensor.TensorScope;
import io.cuvette.training.core.tensor.Tensors;
import io.cuvette.training.core.tensor.TorchOps;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A network of tanh layers with cross entropy on data of its own: what the claims of optimizers are
 * measured on. FLOAT32.
 */
final class SmallNetwork implements AutoCloseable {
    final Tensors tensors = Tensors.open();
    final Parameters parameters;
    private final int layers;
    private final PtNDArray x;
    private final PtNDArray y;
    private final int rows;
    private final int[] classes;
    private int[] order;
    private long orderSeed;
    private int orderEpoch;

    /**
     * @param sizes of the input, the hidden layers and the output
     */
    SmallNetwork(long seed, ClassData data, int... sizes) {
        this.parameters = new Parameters(tensors, Seeds.hash(seed, "network"));
        this.layers = sizes.length - 1;
        for (int i = 0; i < layers; i++) {
            String module = i == layers - 1 ? "head." : "body." + i + ".";
            parameters.trainable(
                    module + "weight", Initializer.glorotUniform(), sizes[i], sizes[i + 1]);
            parameters.trainable(module + "bias", Initializer.constant(0), sizes[i + 1]);
        }
        this.x = tensors.of(data.x(), data.rows(), sizes[0]);
        this.y = tensors.codes(data.classes());
        this.rows = data.rows();
        this.classes = data.classes();
    }

    List<Parameter> group() {
        return parameters.group();
    }

    int rows() {
        return rows;
    }

    PtNDArray[] weights() {
        return Parameter.tensors(group());
    }

    PtNDArray outputs(PtNDArray input) {
        PtNDArray h = input;
        for (int i = 0; i < layers; i++) {
            String module = i == layers - 1 ? "head." : "body." + i + ".";
            h =
                    Functions.linear(
                            h, parameters.get(module + "weight"), parameters.get(module + "bias"));
            h = i == layers - 1 ? h : h.tanh();
        }
        return h;
    }

    /** Mean loss of some samples, by their numbers. */
    PtNDArray loss(int[] samples) {
        PtNDArray codes = tensors.codes(samples);
        return Functions.softmaxCrossEntropy(
                outputs(Functions.rows(x, codes)), (PtNDArray) y.gather(codes, 0));
    }

    /** Mean loss of all samples. */
    PtNDArray loss() {
        return Functions.softmaxCrossEntropy(outputs(x), y);
    }

    @SuppressWarnings("try") // scopes and modes are used by being open
    double lossNow() {
        try (TensorScope scope = TensorScope.open();
                GradMode off = GradMode.off()) {
            return loss().toFloatArray()[0];
        }
    }

    @SuppressWarnings("try") // modes are used by being open
    PtNDArray[] gradients(int[] samples) {
        try (GradMode on = GradMode.on()) {
            return TorchOps.gradients(loss(samples), weights(), false);
        }
    }

    /** One step of an optimizer on a batch; more batches are averaged. */
    @SuppressWarnings("try") // scopes are used by being open
    void step(Optimizer optimizer, double rate, int[]... batches) {
        try (TensorScope scope = TensorScope.open()) {
            Look look = new Look(batches);
            optimizer.step(rate, look.gradients(), look);
        }
    }

    private final class Look implements StepEvaluation {
        private final int[][] batches;

        Look(int[][] batches) {
            this.batches = batches;
        }

        @Override
        @SuppressWarnings("try") // modes are used by being open
        public PtNDArray[] gradients() {
            PtNDArray[] mean = SmallNetwork.this.gradients(batches[0]);
            try (GradMode off = GradMode.off()) {
                for (int i = 1; i < batches.length; i++) {
                    TorchOps.addScaled(mean, SmallNetwork.this.gradients(batches[i]), 1);
                }
                TorchOps.scale(mean, 1.0 / batches.length);
            }
            return mean;
        }

        @Override
        public Map<String, PtNDArray[]> taskGradients() {
            return Map.of("even", part(0), "odd", part(1));
        }

        /** Gradients of what the samples of even or odd classes add to the mean loss. */
        @SuppressWarnings("try") // modes are used by being open
        private PtNDArray[] part(int parity) {
            int[] own = Arrays.stream(batches[0]).filter(i -> classes[i] % 2 == parity).toArray();
            PtNDArray[] gradients = SmallNetwork.this.gradients(own);
            try (GradMode off = GradMode.off()) {
                TorchOps.scale(gradients, (double) own.length / batches[0].length);
            }
            return gradients;
        }

        @Override
        public List<PtNDArray[]> batchGradients() {
            return List.of(batches).stream().map(SmallNetwork.this::gradients).toList();
        }

        @Override
        @SuppressWarnings("try") // modes are used by being open
        public OutputSurrogate outputSurrogate() {
            PtNDArray codes = tensors.codes(batches[0]);
            PtNDArray input = Functions.rows(x, codes);
            PtNDArray z = Functions.detach(outputs(input));
            z.setRequiresGradient(true);
            PtNDArray d;
            try (GradMode on = GradMode.on()) {
                d =
                        TorchOps.gradient(
                                Functions.softmaxCrossEntropy(z, (PtNDArray) y.gather(codes, 0)),
                                z,
                                false);
            }
            PtNDArray fixed = Functions.detach(z);
            return stepSize -> surrogateGradients(input, fixed, d, stepSize);
        }
    }

    @SuppressWarnings("try") // modes are used by being open
    private PtNDArray[] surrogateGradients(
            PtNDArray input, PtNDArray z, PtNDArray d, double stepSize) {
        try (GradMode on = GradMode.on()) {
            PtNDArray outputs = outputs(input);
            PtNDArray distance = outputs.sub(z).square().sum();
            PtNDArray surrogate =
                    outputs.mul(d).sum().add(Functions.times(distance, 0.5 / stepSize));
            return TorchOps.gradients(surrogate, weights(), false);
        }
    }

    /** The batch of a step: epochs of random orders from a seed, cut into batches. */
    int[] batch(long seed, int step, int size) {
        int perEpoch = rows / size;
        int epoch = step / perEpoch;
        if (order == null || orderSeed != seed || orderEpoch != epoch) {
            order = new RandomStream(Seeds.hash(seed, epoch)).permutation(rows);
            orderSeed = seed;
            orderEpoch = epoch;
        }
        int from = step % perEpoch * size;
        return Arrays.copyOfRange(order, from, from + size);
    }

    @Override
    public void close() {
        parameters.close();
        tensors.close();
    }
}
