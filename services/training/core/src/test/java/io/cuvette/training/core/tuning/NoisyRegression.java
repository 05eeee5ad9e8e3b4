package io.cuvette.training.core.tuning;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.optimizer.Optimizer;
import io.cuvette.training.core.optimizer.Sgd;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.Linear;
import io.cuvette.training.core.tensor.Parameter;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.Seeds;
import io.cuvette.training.core.tensor.Tape;
import io.cuvette.training.core.tensor.TensorScope;
import io.cuvette.training.core.tensor.Tensors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A small network that is trained by plain gradient descent on noisy answers, in batches of 8: a
 * high rate gets far soon and then jitters, a low one creeps. So a rate that falls is better than
 * any that stays.
 */
final class NoisyRegression implements AutoCloseable {
    private static final int INPUTS = 6;
    private static final int UNITS = 16;
    private static final int BATCH = 8;
    private static final int HELD_OUT = 500;
    private static final double NOISE = 1.5;

    private final Tensors tensors = Tensors.open();
    private final Parameters parameters;
    private final Linear hidden;
    private final Linear output;
    private final Optimizer optimizer;
    private final long problem;
    private final long seed;
    private int step;

    /**
     * @param problem decides the data
     * @param seed decides first weights and order
     * @param step number of the first step
     */
    NoisyRegression(long problem, long seed, int step) {
        this.problem = problem;
        this.seed = seed;
        this.step = step;
        this.parameters = new Parameters(tensors, seed);
        this.hidden = Linear.create(parameters, "hidden", INPUTS, UNITS);
        this.output = Linear.create(parameters, "output", UNITS, 1);
        this.optimizer = new Sgd(tensors, parameters.group(), new Sgd.Settings(0, false, 0));
    }

    private record Rows(PtNDArray xBI, PtNDArray yB1) {}

    private Rows rows(RandomStream random, int count, double noise) {
        float[] x = new float[count * INPUTS];
        float[] y = new float[count];
        for (int i = 0; i < count; i++) {
            double sum = 0;
            for (int j = 0; j < INPUTS; j++) {
                x[i * INPUTS + j] = (float) random.nextGaussian();
                sum += (j % 2 == 0 ? 1 : -0.7) * x[i * INPUTS + j];
            }
            y[i] = (float) (Math.sin(sum) + 0.5 * sum + noise * random.nextGaussian());
        }
        return new Rows(tensors.of(x, count, INPUTS), tensors.of(y, count, 1));
    }

    private PtNDArray loss(Rows rows) {
        PtNDArray activeBU = Functions.selu(hidden.apply(rows.xBI()));
        return Functions.meanSquaredError(output.apply(activeBU), rows.yB1());
    }

    @SuppressWarnings("try") // scopes and modes are used by being open
    void train(double rate, int steps) {
        for (int i = 0; i < steps; i++, step++) {
            try (TensorScope scope = TensorScope.open();
                    GradMode recording = GradMode.on()) {
                RandomStream random = new RandomStream(Seeds.hash(problem, seed, step));
                PtNDArray loss = loss(rows(random, BATCH, NOISE));
                optimizer.step(
                        rate, new Tape().gradients(loss, Parameter.tensors(optimizer.group())));
            }
        }
    }

    /** Of rows without noise that nothing was trained on; validation is 0, test is 1. */
    @SuppressWarnings("try") // scopes and modes are used by being open
    double heldOut(int part) {
        try (TensorScope scope = TensorScope.open();
                GradMode off = GradMode.off()) {
            RandomStream random = new RandomStream(Seeds.hash(problem, "held out " + part));
            double loss =
                    loss(rows(random, HELD_OUT, 0)).toType(DataType.FLOAT32, false).getFloat();
            return Double.isFinite(loss) ? loss : 1e6;
        }
    }

    /** Takes over the weights of another. */
    void become(NoisyRegression other) {
        for (String name : parameters.names()) {
            ByteBuffer bytes =
                    ByteBuffer.allocate(Float.BYTES * other.parameters.floats(name).length)
                            .order(ByteOrder.LITTLE_ENDIAN);
            for (float value : other.parameters.floats(name)) {
                bytes.putFloat(value);
            }
            parameters.set(name, bytes.flip());
        }
    }

    @Override
    public void close() {
        optimizer.close();
        parameters.close();
        tensors.close();
    }
}
