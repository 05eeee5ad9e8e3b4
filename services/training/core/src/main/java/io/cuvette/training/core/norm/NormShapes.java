package io.cuvette.training.core.norm;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;

/** Checks of what enters a normalisation. */
final class NormShapes {

    private NormShapes() {}

    /**
     * @return number of rows
     * @throws IllegalArgumentException unless x is {@code [B, features]} with at least so many rows
     */
    static long rows(String method, PtNDArray x, long features, long atLeast) {
        Shape shape = x.getShape();
        if (shape.dimension() != 2 || shape.get(1) != features || shape.get(0) < atLeast) {
            throw new IllegalArgumentException(
                    "%s takes rows of %d values, at least %d of them; it got the shape %s"
                            .formatted(method, features, atLeast, shape));
        }
        return shape.get(0);
    }
}
