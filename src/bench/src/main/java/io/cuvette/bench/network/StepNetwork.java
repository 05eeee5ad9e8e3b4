package io.cuvette.bench.network;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.optimizer.AdamW;
import io.cuvette.training.core.optimizer.Optimizer;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.Parameter;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.Tape;
import io.cuvette.training.core.tensor.TensorScope;
import io.cuvette.training.core.tensor.Tensors;
import io.cuvette.training.core.tensor.TorchOps;

/** A network on data of its own, and one training step of it: what a loop does with any model. */
public abstract class StepNetwork implements AutoCloseable {
    static final int ROWS = 4096;

    final Tensors tensors = Tensors.open();
    final Parameters parameters = new Parameters(tensors, 1);
    private final RandomStream random = new RandomStream(7);
    private Optimizer optimizer;
    private PtNDArray[] weights;

    /** The loss of some rows; they are drawn anew each step. */
    abstract PtNDArray loss(Tape tape, PtNDArray rowsB);

    /** Rows a step. */
    abstract int batchSize();

    /** The networks that are measured, by the names that the peer knows them by. */
    public static StepNetwork of(String name) {
        return switch (name) {
            case "autoencoder" -> new AutoencoderNetwork();
            case "decoder" -> new DecoderNetwork();
            case "lstm" -> new LstmNetwork();
            case "contrastive" -> new ContrastiveNetwork();
            default -> throw new IllegalArgumentException("there is no network " + name);
        };
    }

    /** Forward, backward, fused AdamW, and the value of the loss. */
    @SuppressWarnings("try") // scopes and modes are used by being open
    public final float step() {
        if (optimizer == null) {
            optimizer = new AdamW(tensors, parameters.group(), AdamW.Settings.DEFAULT);
            weights = Parameter.tensors(parameters.group());
        }
        try (TensorScope scope = TensorScope.open();
                GradMode on = GradMode.on()) {
            int[] rows = new int[batchSize()];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = random.nextInt(ROWS);
            }
            Tape tape = new Tape();
            PtNDArray loss = loss(tape, tensors.codes(rows));
            PtNDArray[] gradients = tape.gradients(loss, weights);
            optimizer.step(1e-3, gradients);
            return loss.toFloatArray()[0];
        }
    }

    /** Uniform values of a width, one row each of {@link #ROWS}. */
    PtNDArray data(long seed, long width) {
        PtNDArray data = TorchOps.uniformLike(tensors.zeros(DataType.FLOAT32, ROWS, width), seed);
        return data;
    }

    static PtNDArray rows(PtNDArray data, PtNDArray rowsB) {
        return Functions.rows(data, rowsB);
    }

    @Override
    public void close() {
        if (optimizer != null) {
            optimizer.close();
        }
        parameters.close();
        tensors.close();
    }
}
