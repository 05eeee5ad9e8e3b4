package io.cuvette.training.core.optimizer;

import io.cuvette.training.core.tensor.Parameter;
import io.cuvette.training.core.tensor.Tensors;
import java.util.List;

/** The optimizer that takes the steps of a method that only decides how to take them. */
public enum Base {
    SGD {
        @Override
        Optimizer create(Tensors t, List<Parameter> group, double momentum, double weightDecay) {
            return new Sgd(t, group, new Sgd.Settings(momentum, false, weightDecay));
        }
    },
    ADAMW {
        @Override
        Optimizer create(Tensors t, List<Parameter> group, double momentum, double weightDecay) {
            return new AdamW(t, group, new AdamW.Settings(momentum, BETA2, EPSILON, weightDecay));
        }
    };

    static final double BETA2 = 0.999;
    static final double EPSILON = 1e-8;

    /**
     * @param momentum of SGD; decay of the mean gradient of AdamW
     */
    abstract Optimizer create(
            Tensors tensors, List<Parameter> group, double momentum, double weightDecay);
}
