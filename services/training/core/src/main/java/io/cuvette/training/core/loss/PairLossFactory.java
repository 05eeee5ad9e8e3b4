package io.cuvette.training.core.loss;

import io.cuvette.training.core.tensor.Parameters;

/** Makes a loss of pairs for a model, from settings that were bound to it. */
@FunctionalInterface
public interface PairLossFactory {

    /**
     * @param parameters of the model; what the loss learns by gradients is added to them
     * @param prefix of the names of added parameters, for instance {@code loss}
     * @param samples number of samples of the training data, at least 1
     */
    PairLoss create(Parameters parameters, String prefix, int samples);
}
