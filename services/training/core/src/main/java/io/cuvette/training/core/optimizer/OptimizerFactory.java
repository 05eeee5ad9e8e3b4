package io.cuvette.training.core.optimizer;

import io.cuvette.training.core.tensor.Parameter;
import io.cuvette.training.core.tensor.Tensors;
import java.util.List;

/** Makes an optimizer for a group of parameters, from settings that were bound to it. */
@FunctionalInterface
public interface OptimizerFactory {
    Optimizer create(Tensors tensors, List<Parameter> group);
}
