package io.cuvette.training.core.tensor;

import ai.djl.pytorch.engine.PtNDArray;
import java.util.ArrayList;
import java.util.List;

/**
 * Gradients of one evaluation of a loss, including those of sparse layers.
 *
 * <p>For {@code Y = X W} with sparse X, torch's gradient {@code X' dY} is 5 to 10 times slower than
 * the product itself. Both are the same kernel once X is stored by columns as well, so the tape
 * cuts the graph at Y: autograd ends there, and {@link #gradients} continues with {@code dW = X'
 * dY}. First order only.
 */
public final class Tape {

    private record Product(SparseBatch x, PtNDArray weight, PtNDArray y) {}

    private final List<Product> products = new ArrayList<>();

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
            y.setRequiresGradient(true);
            products.add(new Product(x, weight, y));
        }
        return y;
    }

    /**
     * Gradients of a scalar by parameters, in their order; zeros where the scalar does not depend
     * on one. May be called once: it frees the graph.
     */
    @SuppressWarnings("try") // the mode is used by being open
    public PtNDArray[] gradients(PtNDArray loss, PtNDArray[] parameters) {
        PtNDArray[] leaves = new PtNDArray[parameters.length + products.size()];
        System.arraycopy(parameters, 0, leaves, 0, parameters.length);
        for (int i = 0; i < products.size(); i++) {
            leaves[parameters.length + i] = products.get(i).y();
        }
        PtNDArray[] all = TorchOps.gradients(loss, leaves, false);
        PtNDArray[] gradients = new PtNDArray[parameters.length];
        System.arraycopy(all, 0, gradients, 0, parameters.length);
        try (GradMode off = GradMode.off()) {
            for (int i = 0; i < products.size(); i++) {
                addProduct(products.get(i), all[parameters.length + i], parameters, gradients);
            }
        }
        products.clear();
        return gradients;
    }

    @SuppressWarnings("ReferenceEquality") // equals would compare the values of two weights
    private static void addProduct(
            Product product, PtNDArray dY, PtNDArray[] parameters, PtNDArray[] gradients) {
        for (int i = 0; i < parameters.length; i++) {
            if (parameters[i] == product.weight()) {
                SparseBatch x = product.x();
                PtNDArray dW =
                        TorchOps.embeddingBag(
                                dY, x.rowIndices(), x.columnOffsets(), x.columnValues());
                gradients[i] = gradients[i].add(dW);
            }
        }
    }
}
