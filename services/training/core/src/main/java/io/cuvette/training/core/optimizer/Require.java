package io.cuvette.training.core.optimizer;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.tensor.Parameter;
import java.util.List;

/** Checks of arguments, with messages that name the value and what is allowed. */
final class Require {

    private Require() {}

    static void step(double learningRate, List<Parameter> group, PtNDArray[] gradients) {
        if (!(learningRate >= 0) || Double.isInfinite(learningRate)) {
            throw new IllegalArgumentException(
                    "learning rate is %s; it must be finite and not negative"
                            .formatted(learningRate));
        }
        if (gradients.length != group.size()) {
            throw new IllegalArgumentException(
                    "%d gradients for %d parameters".formatted(gradients.length, group.size()));
        }
        for (int i = 0; i < gradients.length; i++) {
            Parameter parameter = group.get(i);
            if (!gradients[i].getShape().equals(parameter.value().getShape())) {
                throw new IllegalArgumentException(
                        "gradient of %s has shape %s; the parameter's is %s"
                                .formatted(
                                        parameter.name(),
                                        gradients[i].getShape(),
                                        parameter.value().getShape()));
            }
        }
    }

    /** For methods that cannot step without the evaluation. */
    static IllegalStateException evaluation(String method) {
        return new IllegalStateException(
                method
                        + " looks at the step's batches again; call the step that takes their"
                        + " evaluation");
    }
}
