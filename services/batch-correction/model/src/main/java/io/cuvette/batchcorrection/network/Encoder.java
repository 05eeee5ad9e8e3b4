package io.cuvette.batchcorrection.network;

import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.norm.BatchNorm;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.Linear;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.SparseBatch;
import io.cuvette.training.core.tensor.Tape;
import java.util.function.UnaryOperator;

/**
 * Encoder of the fixed-effects network (MEDL, arXiv 2411.06635): it never sees the batch.
 *
 * <pre>
 *   a1 = SELU(BN(x W0 + b0))   [B, 512]
 *   a2 = SELU(BN(a1 W1 + b1))  [B, 132]
 *   h  = SELU(a2 W2 + b2)      [B, 50], the latent; no batch norm
 * </pre>
 *
 * @param layer0 from genes; its input is sparse
 * @param layer1 hidden to hidden
 * @param layer2 to the latent
 * @param norm0 after layer 0
 * @param norm1 after layer 1
 */
public record Encoder(
        Linear layer0, Linear layer1, Linear layer2, BatchNorm norm0, BatchNorm norm1) {

    /** Adds {@code encoder.*} to the parameters. */
    public static Encoder create(Parameters parameters, int genes, Architecture architecture) {
        int first = architecture.hidden1();
        int second = architecture.hidden2();
        return new Encoder(
                Linear.create(parameters, "encoder.0", genes, first),
                Linear.create(parameters, "encoder.1", first, second),
                Linear.create(parameters, "encoder.2", second, architecture.latent()),
                BatchNorm.create(parameters, "encoder.0.norm", first),
                BatchNorm.create(parameters, "encoder.1.norm", second));
    }

    /**
     * What the adversary looks at.
     *
     * @param first a1, [B, 512]
     * @param second a2, [B, 132]
     * @param latent h, [B, 50]
     */
    public record Activations(PtNDArray first, PtNDArray second, PtNDArray latent) {

        /** All of them side by side, [B, 694]. */
        public PtNDArray sideBySide() {
            return (PtNDArray) NDArrays.concat(new NDList(first, second, latent), 1);
        }

        /** The same values without their history. */
        public Activations detached() {
            return new Activations(
                    Functions.detach(first), Functions.detach(second), Functions.detach(latent));
        }
    }

    /** With the mini-batch's own statistics, which also move the running ones. */
    public Activations train(CellBatch cells, Tape tape) {
        return forward(cells, tape, norm0::train, norm1::train);
    }

    /**
     * As {@link #train} gives them, but leaving the running statistics alone: what the adversary's
     * own step looks at.
     */
    public Activations observe(CellBatch cells, Tape tape) {
        return forward(cells, tape, norm0::observe, norm1::observe);
    }

    private Activations forward(
            CellBatch cells,
            Tape tape,
            UnaryOperator<PtNDArray> first,
            UnaryOperator<PtNDArray> second) {
        PtNDArray y =
                cells.sparse()
                        .map(x -> layer0.apply(x, tape))
                        .orElseGet(() -> layer0.apply(cells.dense()));
        PtNDArray a1 = Functions.selu(first.apply(y));
        PtNDArray a2 = Functions.selu(second.apply(layer1.apply(a1)));
        return new Activations(a1, a2, Functions.selu(layer2.apply(a2)));
    }

    /** With the running statistics, so that a cell's answer never depends on its neighbours. */
    public Activations evaluate(SparseBatch x) {
        PtNDArray y = Functions.sparseLinear(x, layer0.weight()).add(layer0.bias());
        PtNDArray first = Functions.selu(norm0.evaluate(y));
        PtNDArray second = Functions.selu(norm1.evaluate(layer1.apply(first)));
        return new Activations(first, second, Functions.selu(layer2.apply(second)));
    }

    /** The latent alone, with the running statistics, [B, 50]. */
    public PtNDArray encode(SparseBatch x) {
        return evaluate(x).latent();
    }
}
