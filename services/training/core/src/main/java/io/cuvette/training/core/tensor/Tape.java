package io.cuvette.training.core.tensor;

import ai.djl.pytorch.engine.PtNDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Gradients of one evaluation of a loss, including those of layers whose backward pass is written
 * by hand.
 *
 * <p>The tape cuts the graph at the output of such a layer: autograd ends there, and {@link
 * #gradients} goes on with the layer's own formula. Three kinds of layer gain by it. For {@code Y =
 * X W} with sparse X, torch's gradient {@code X' dY} is 5 to 10 times slower than the product
 * itself, though both are the same kernel once X is stored by columns as well. For a recurrent
 * stack, back- propagation through time needs one product a step; the graph of autograd has ten
 * nodes a step. And a layer inside of a network may have a backward pass that is no derivative, as
 * that of power normalisation.
 *
 * <p>First order only. What enters a layer must not depend on another parameter, except by the
 * input of {@link #recordInner}.
 */
public final class Tape {

    /** The backward pass of one layer. */
    @FunctionalInterface
    public interface Backward {
        /**
         * Gradients by the leaves, in their order, from the gradient by the output; that by the
         * input of an inner layer stands before them. Called once, without recording.
         */
        PtNDArray[] gradients(PtNDArray outputGradient);
    }

    private record Layer(
            Optional<PtNDArray> input, PtNDArray[] leaves, PtNDArray output, Backward backward) {}

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
        layers.add(new Layer(Optional.empty(), leaves, output, backward));
    }

    /**
     * As {@link #record}, for a layer inside of a network: the gradient by its input goes on
     * through whatever the input was made of. Layers have to be recorded in the order in which they
     * are evaluated.
     *
     * @param input what enters the layer, with its history
     * @param leaves parameters of the layer
     * @param output computed without recording
     */
    public void recordInner(
            PtNDArray input, PtNDArray[] leaves, PtNDArray output, Backward backward) {
        output.setRequiresGradient(true);
        layers.add(new Layer(Optional.of(input), leaves, output, backward));
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
        if (layers.stream().anyMatch(layer -> layer.input().isPresent())) {
            return innerGradients(loss, parameters, ends);
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

    /** From the last layer to the first: a layer's output has all its gradient when it comes up. */
    @SuppressWarnings("try") // the mode is used by being open
    private PtNDArray[] innerGradients(PtNDArray loss, PtNDArray[] parameters, PtNDArray[] ends) {
        int count = parameters.length;
        try (GradMode off = GradMode.off()) {
            PtNDArray[] all = TorchOps.gradientsKept(loss, (PtNDArray) loss.onesLike(), ends);
            for (int i = layers.size() - 1; i >= 0; i--) {
                Layer layer = layers.get(i);
                PtNDArray[] more = layer.backward().gradients(all[count + i]);
                int first = layer.input().isPresent() ? 1 : 0;
                for (int leaf = 0; leaf < layer.leaves().length; leaf++) {
                    add(more[first + leaf], layer.leaves()[leaf], parameters, all);
                }
                if (first == 1) {
                    PtNDArray[] below = Arrays.copyOf(ends, count + i);
                    PtNDArray[] through =
                            TorchOps.gradientsKept(layer.input().get(), more[0], below);
                    for (int end = 0; end < below.length; end++) {
                        all[end] = all[end].add(through[end]);
                    }
                }
            }
            layers.clear();
            return Arrays.copyOf(all, count);
        }
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
