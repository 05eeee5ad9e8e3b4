package io.cuvette.training.core.tensor;

import ai.djl.pytorch.engine.PtNDArray;
import java.util.List;

/**
 * A named tensor that belongs to a model.
 *
 * @param trainable false for a buffer, such as running statistics, that no optimizer changes
 */
public record Parameter(String name, PtNDArray value, boolean trainable) {

    /** The tensors of a group, in its order. */
    public static PtNDArray[] tensors(List<Parameter> group) {
        return group.stream().map(Parameter::value).toArray(PtNDArray[]::new);
    }
}
