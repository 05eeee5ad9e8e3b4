package io.cuvette.training.core.tensor;

import ai.djl.pytorch.engine.PtNDArray;
import java.util.ArrayList;
import java.util.List;

/**
 * Gradients of one evaluation of a loss, including those of layers whose backward pass is written
 * by hand.
 *
 * <p>The tape cuts the graph at the output of such a layer: autograd ends there, and {@link
 * #gradients} goes on with the layer's own formula. Two kinds of layer gain by it. For {@code Y = X
 * W} with sparse X, torch's gradient {@code X' dY} is 5 to 10 times slower than the product itself,
 * though both are the same kernel once X is stored by columns as well. For a recurrent stack, back-
 * propagation through time needs one product a step; the graph of autograd has ten nodes a step.
 *
 * <p>First order only. What enters such a layer must not depend on another parameter.
 */
public final class Tape {

    /** The backward pass of one layer. */
    @FunctionalInterface
    interface Backward {
        /** Gradients by the leaves, in their order, from the gradient by the output. */
        PtNDArray[] gradients(PtNDArray outputGradient);
    }

    private record Layer(PtNDArray[] leaves, PtNDArray output, Backward backward) {}

    private final List<Layer> layers = new ArrayList<>();

    /**
     * {@code X W}; outside of recording, or for a frozen weight, only the product.
     *
     * @param weight {@code [columns, units]}
     * @return {@code [rows, units]}
     */
    @SuppressWarnings("try") // the mode is used by being open
    public PtNDArray sparseLinear(SparseBatch x, PtNDArray weight) {
        boolean records = GradMode.isOn() && weight.hasGradient();
        PtNDArray y;
        try (GradMode off = GradMode.off()) {
            y = TorchOps.embeddingBag(weight, x.columnIndices(), x.rowOffsets(), x.values());
        }
        if (records) {
            record(new PtNDArray[] {weight}, y, dY -> new PtNDArray[] {transposedProduct(x, dY)});
        }
        return y;
    }

    /** Cuts the graph at the output, which was computed without recording. */
    void record(PtNDArray[] leaves, PtNDArray output, Backward backward) {
        output.setRequiresGradient(true);
        layers.add(new Layer(leaves, output, backward));
    }

    /**
     * Gradients of a scalar by parameters, in their order; zeros where the scalar does not depend
     * on one. May be called once: it frees the graph.
     */
    @SuppressWarnings("try") // the mode is used by being open
    public PtNDArray[] gradients(PtNDArray loss, PtNDArray[] parameters) {
        PtNDArray[] ends = new PtNDArray[parameters.length + layers.size()];
        System.arraycopy(parameters, 0, ends, 0, parameters.length);
        for (int i = 0; i < layers.size(); i++) {
            ends[parameters.length + i] = layers.get(i).output();
        }
        PtNDArray[] all = TorchOps.gradients(loss, ends, false);
        PtNDArray[] gradients = new PtNDArray[parameters.length];
        System.arraycopy(all, 0, gradients, 0, parameters.length);
        try (GradMode off = GradMode.off()) {
            for (int i = 0; i < layers.size(); i++) {
                Layer layer = layers.get(i);
                PtNDArray[] more = layer.backward().gradients(all[parameters.length + i]);
                for (int leaf = 0; leaf < layer.leaves().length; leaf++) {
                    add(more[leaf], layer.leaves()[leaf], parameters, gradients);
                }
            }
        }
        layers.clear();
        return gradients;
    }

    @SuppressWarnings("ReferenceEquality") // equals would compare the values of two weights
    private static void add(
            PtNDArray gradient, PtNDArray leaf, PtNDArray[] parameters, PtNDArray[] gradients) {
        for (int i = 0; i < parameters.length; i++) {
            if (parameters[i] == leaf) {
                gradients[i] = gradients[i].add(gradient);
            }
        }
    }

    private static PtNDArray transposedProduct(SparseBatch x, PtNDArray dY) {
        return TorchOps.embeddingBag(dY, x.rowIndices(), x.columnOffsets(), x.columnValues());
    }
}
