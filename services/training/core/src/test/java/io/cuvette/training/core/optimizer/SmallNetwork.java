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
    private int[] order;
    private long orderSeed;
    private int orderEpoch;

    /**
     * @param sizes of the input, the hidden layers and the output
     */
    SmallNetwork(long seed, Data data, int... sizes) {
        this.parameters = new Parameters(tensors, Seeds.hash(seed, "network"));
        this.layers = sizes.length - 1;
        for (int i = 0; i < layers; i++) {
            String module = i == layers - 1 ? "head." : "body." + i + ".";
            parameters.trainable(
                    module + "weight", Initializer.glorotUniform(), sizes[i], sizes[i + 1]);
            parameters.trainable(module + "bias", Initializer.constant(0), sizes[i + 1]);
        }
        this.x = tensors.of(data.x, data.rows(), sizes[0]);
        this.y = tensors.codes(data.classes);
        this.rows = data.rows();
    }

    /**
     * Inputs and classes of samples.
     *
     * @param x row-major
     */
    record Data(float[] x, int[] classes) {
        int rows() {
            return classes.length;
        }

        /** Normal inputs, labelled by a random network of one wide hidden layer. */
        static Data taught(long seed, int rows, int features, int classes) {
            RandomStream random = new RandomStream(Seeds.hash(seed, "data"));
            int hidden = 3 * features;
            double[][] first = normal(random, features, hidden, 1.5 / Math.sqrt(features));
            double[][] second = normal(random, hidden, classes, 1 / Math.sqrt(hidden));
            float[] x = new float[rows * features];
            int[] labels = new int[rows];
            for (int i = 0; i < rows; i++) {
                double[] scores = new double[classes];
                for (int k = 0; k < features; k++) {
                    x[i * features + k] = (float) random.nextGaussian();
                }
                for (int h = 0; h < hidden; h++) {
                    double sum = 0;
                    for (int k = 0; k < features; k++) {
                        sum += x[i * features + k] * first[k][h];
                    }
                    for (int c = 0; c < classes; c++) {
                        scores[c] += Math.tanh(sum) * second[h][c];
                    }
                }
                for (int c = 1; c < classes; c++) {
                    labels[i] = scores[c] > scores[labels[i]] ? c : labels[i];
                }
            }
            return new Data(x, labels);
        }

        /** Multiplies feature k by {@code spread^(-k / (features - 1))}. */
        Data scaled(double spread) {
            int features = x.length / classes.length;
            float[] changed = x.clone();
            for (int i = 0; i < changed.length; i++) {
                int k = i % features;
                changed[i] *= (float) Math.pow(spread, -k / (features - 1.0));
            }
            return new Data(changed, classes);
        }

        /** Gives a share of the samples a random class. */
        Data noisy(double share, long seed) {
            RandomStream random = new RandomStream(Seeds.hash(seed, "noise"));
            int count = Arrays.stream(classes).max().orElseThrow() + 1;
            int[] changed = classes.clone();
            for (int i = 0; i < changed.length; i++) {
                int drawn = random.nextInt(count);
                changed[i] = random.nextDouble() < share ? drawn : changed[i];
            }
            return new Data(x, changed);
        }

        private static double[][] normal(RandomStream random, int rows, int columns, double size) {
            double[][] values = new double[rows][columns];
            for (double[] row : values) {
                for (int j = 0; j < columns; j++) {
                    row[j] = size * random.nextGaussian();
                }
            }
            return values;
        }
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
            return Map.of("all", gradients());
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
