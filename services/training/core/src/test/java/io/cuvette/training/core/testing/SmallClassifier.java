package io.cuvette.training.core.testing;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.optimizer.AdamW;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.Linear;
import io.cuvette.training.core.tensor.Parameter;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.TensorScope;
import io.cuvette.training.core.tensor.Tensors;
import io.cuvette.training.core.tensor.TorchOps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A perceptron with rectified hidden layers for the tests of claims, trained by Adam. */
public final class SmallClassifier implements AutoCloseable {

    /** The loss of one batch. */
    @FunctionalInterface
    public interface StepLoss {
        /**
         * @param progress share of the training that is done
         */
        PtNDArray of(PtNDArray xBF, PtNDArray codesB, RandomStream random, double progress);
    }

    /**
     * Samples with classes.
     *
     * @param x row by row
     * @param codes class of each row
     */
    public record Samples(float[] x, int[] codes) {
        public int size() {
            return codes.length;
        }

        int features() {
            return x.length / codes.length;
        }
    }

    private final Tensors tensors = Tensors.open();
    private final Parameters parameters;
    private final List<Linear> layers = new ArrayList<>();
    private final long seed;

    /**
     * @param widths features, hidden units, classes
     */
    public SmallClassifier(long seed, int... widths) {
        this.seed = seed;
        this.parameters = new Parameters(tensors, seed);
        for (int i = 1; i < widths.length; i++) {
            layers.add(Linear.create(parameters, "layer" + i, widths[i - 1], widths[i]));
        }
    }

    /** Logits, recorded for gradients when grad mode is on. */
    public PtNDArray logits(PtNDArray xBF) {
        PtNDArray x = xBF;
        for (int i = 0; i < layers.size(); i++) {
            x = Functions.linear(x, layers.get(i).weight(), layers.get(i).bias());
            x = i + 1 < layers.size() ? Functions.relu(x) : x;
        }
        return x;
    }

    /** Trains on full batches in a new order each epoch, with a rate that falls to zero. */
    @SuppressWarnings("try") // scopes and modes are used by being open
    public SmallClassifier fit(
            Samples samples, int epochs, int batch, double rate, double decay, StepLoss loss) {
        List<Parameter> group = parameters.group();
        PtNDArray[] values = Parameter.tensors(group);
        int perEpoch = Math.max(1, samples.size() / batch);
        try (TensorScope all = TensorScope.open();
                AdamW adam =
                        new AdamW(tensors, group, new AdamW.Settings(0.9, 0.999, 1e-8, decay))) {
            PtNDArray x = tensors.of(samples.x(), samples.size(), samples.features());
            int[] order = {};
            for (int step = 0; step < epochs * perEpoch; step++) {
                if (step % perEpoch == 0) {
                    order = RandomStream.of(seed, 1, step).permutation(samples.size());
                }
                int first = step % perEpoch * batch;
                int[] rows =
                        Arrays.copyOfRange(order, first, Math.min(first + batch, order.length));
                double progress = (double) step / (epochs * perEpoch);
                try (TensorScope scope = TensorScope.open();
                        GradMode on = GradMode.on()) {
                    PtNDArray xBF = Functions.rows(x, tensors.codes(rows));
                    int[] codes = Arrays.stream(rows).map(row -> samples.codes()[row]).toArray();
                    RandomStream random = RandomStream.of(seed, 2, step);
                    PtNDArray value = loss.of(xBF, tensors.codes(codes), random, progress);
                    PtNDArray[] gradients = TorchOps.gradients(value, values, false);
                    adam.step(rate * (1 - progress), gradients);
                }
            }
        }
        return this;
    }

    /** Softmax of each row. */
    @SuppressWarnings("try") // scopes and modes are used by being open
    public double[][] probabilities(Samples samples) {
        try (TensorScope scope = TensorScope.open();
                GradMode off = GradMode.off()) {
            PtNDArray x = tensors.of(samples.x(), samples.size(), samples.features());
            PtNDArray p = Tensors.cast(Functions.softmax(logits(x)), DataType.FLOAT64);
            double[] flat = p.toDoubleArray();
            int classes = flat.length / samples.size();
            double[][] rows = new double[samples.size()][];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = Arrays.copyOfRange(flat, i * classes, (i + 1) * classes);
            }
            return rows;
        }
    }

    /** Logarithm of the softmax's denominator of each row. */
    @SuppressWarnings("try") // scopes and modes are used by being open
    public double[] logDenominators(Samples samples) {
        try (TensorScope scope = TensorScope.open();
                GradMode off = GradMode.off()) {
            PtNDArray x = tensors.of(samples.x(), samples.size(), samples.features());
            PtNDArray sums = TorchOps.logSumExp(logits(x), 1, false);
            return Tensors.cast(sums, DataType.FLOAT64).toDoubleArray();
        }
    }

    /** The most probable class of each row. */
    public int[] predict(Samples samples) {
        return Arrays.stream(probabilities(samples)).mapToInt(SmallClassifier::largest).toArray();
    }

    /** Share of rows whose class is right. */
    public double accuracy(Samples samples) {
        int[] predicted = predict(samples);
        int right = 0;
        for (int i = 0; i < predicted.length; i++) {
            right += predicted[i] == samples.codes()[i] ? 1 : 0;
        }
        return (double) right / predicted.length;
    }

    private static int largest(double[] values) {
        int best = 0;
        for (int k = 1; k < values.length; k++) {
            best = values[k] > values[best] ? k : best;
        }
        return best;
    }

    @Override
    public void close() {
        parameters.close();
        tensors.close();
    }
}
