package io.cuvette.training.core.loss;

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
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.function.UnaryOperator;

/** Small networks and their training, for the tests of claims. */
final class LossLab implements AutoCloseable {
    final Tensors tensors = Tensors.open();
    final Parameters parameters;

    LossLab(long seed) {
        this.parameters = new Parameters(tensors, seed);
    }

    /** Dense layers with ReLU between them; one layer is a linear map. */
    UnaryOperator<PtNDArray> network(String name, int... sizes) {
        List<Linear> layers = new ArrayList<>();
        for (int i = 1; i < sizes.length; i++) {
            layers.add(Linear.create(parameters, name + "." + i, sizes[i - 1], sizes[i]));
        }
        return x -> {
            PtNDArray y = layers.get(0).apply(x);
            for (Linear layer : layers.subList(1, layers.size())) {
                y = layer.apply(Functions.relu(y));
            }
            return y;
        };
    }

    PtNDArray matrix(double[][] rows) {
        return Tensors.cast(PlainMatrix.tensor(tensors, rows), DataType.FLOAT32);
    }

    /** Steps of Adam at a rate that falls to zero along a cosine. */
    void train(int steps, double rate, IntFunction<PtNDArray> loss) {
        train(steps, step -> rate * (1 + Math.cos(Math.PI * step / steps)) / 2, loss, step -> {});
    }

    /** Steps of Adam at a constant rate. */
    void trainConstant(int steps, double rate, IntFunction<PtNDArray> loss, IntConsumer afterStep) {
        train(steps, step -> rate, loss, afterStep);
    }

    @SuppressWarnings("try") // scopes and modes are used by being open
    private void train(
            int steps,
            IntToDoubleFunction rate,
            IntFunction<PtNDArray> loss,
            IntConsumer afterStep) {
        List<Parameter> group = parameters.group();
        try (AdamW adam = new AdamW(tensors, group, AdamW.Settings.ADAM)) {
            for (int step = 0; step < steps; step++) {
                try (TensorScope scope = TensorScope.open();
                        GradMode on = GradMode.on()) {
                    PtNDArray value = loss.apply(step);
                    PtNDArray[] slopes = TorchOps.gradients(value, Parameter.tensors(group), false);
                    adam.step(rate.applyAsDouble(step), slopes);
                }
                afterStep.accept(step + 1);
            }
        }
    }

    @SuppressWarnings("try") // scopes and modes are used by being open
    double[][] run(UnaryOperator<PtNDArray> network, double[][] rows) {
        try (TensorScope scope = TensorScope.open();
                GradMode off = GradMode.off()) {
            return PlainMatrix.of(Tensors.cast(network.apply(matrix(rows)), DataType.FLOAT64));
        }
    }

    /** Distinct rows of a data set, drawn anew at each step. */
    static int[] batch(long seed, int step, int rows, int size) {
        return Arrays.copyOf(RandomStream.of(seed, 0, step).permutation(rows), size);
    }

    static double[][] normal(RandomStream random, int rows, int columns, double scale) {
        double[][] values = new double[rows][columns];
        for (double[] row : values) {
            for (int j = 0; j < columns; j++) {
                row[j] = scale * random.nextGaussian();
            }
        }
        return values;
    }

    static double[][] sum(double[][] a, double[][] b) {
        double[][] c = new double[a.length][a[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[0].length; j++) {
                c[i][j] = a[i][j] + b[i][j];
            }
        }
        return c;
    }

    @Override
    public void close() {
        parameters.close();
        tensors.close();
    }
}
