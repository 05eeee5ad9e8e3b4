package io.cuvette.batchcorrection.network;

import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.norm.Norm;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.Linear;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.SparseBatch;
import io.cuvette.training.core.tensor.Tape;
import java.util.function.BiFunction;

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
public record Encoder(Linear layer0, Linear layer1, Linear layer2, Norm norm0, Norm norm1) {

    /** Adds {@code encoder.*} to the parameters. */
    public static Encoder create(
            Parameters parameters, int genes, Architecture architecture, EncoderNorms norms) {
        int first = architecture.hidden1();
        int second = architecture.hidden2();
        return new Encoder(
                Linear.create(parameters, "encoder.0", genes, first),
                Linear.create(parameters, "encoder.1", first, second),
                Linear.create(parameters, "encoder.2", second, architecture.latent()),
                norms.first().create(parameters, "encoder.0.norm", first),
                norms.second().create(parameters, "encoder.1.norm", second));
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
        return forward(cells, tape, (norm, x) -> norm.train(x, tape));
    }

    /**
     * As {@link #train} gives them, but leaving the running statistics alone: what the adversary's
     * own step looks at.
     */
    public Activations observe(CellBatch cells, Tape tape) {
        return forward(cells, tape, (norm, x) -> norm.observe(x, tape));
    }

    private Activations forward(
            CellBatch cells, Tape tape, BiFunction<Norm, PtNDArray, PtNDArray> normed) {
        PtNDArray a1 = Functions.selu(normed.apply(norm0, first(cells, tape)));
        PtNDArray a2 = Functions.selu(normed.apply(norm1, weighed(layer1, norm1).apply(a1)));
        return new Activations(a1, a2, Functions.selu(layer2.apply(a2)));
    }

    @SuppressWarnings("ReferenceEquality") // whether it is the very parameter
    private PtNDArray first(CellBatch cells, Tape tape) {
        Linear layer = weighed(layer0, norm0);
        // the tape differentiates by parameters, not by what is made of them
        boolean own = layer.weight() == layer0.weight();
        return cells.sparse().filter(x -> own).isPresent()
                ? layer.apply(cells.sparse().get(), tape)
                : layer.apply(cells.dense());
    }

    /** The layer with the weight that its norm asks for. */
    private static Linear weighed(Linear layer, Norm norm) {
        return new Linear(norm.weight(layer.weight()), layer.bias());
    }

    /** With the running statistics, so that a cell's answer never depends on its neighbours. */
    public Activations evaluate(SparseBatch x) {
        Linear layer = weighed(layer0, norm0);
        PtNDArray y = Functions.sparseLinear(x, layer.weight()).add(layer.bias());
        PtNDArray first = Functions.selu(norm0.evaluate(y));
        PtNDArray second = Functions.selu(norm1.evaluate(weighed(layer1, norm1).apply(first)));
        return new Activations(first, second, Functions.selu(layer2.apply(second)));
    }

    /** The latent alone, with the running statistics, [B, 50]. */
    public PtNDArray encode(SparseBatch x) {
        return evaluate(x).latent();
    }
}
