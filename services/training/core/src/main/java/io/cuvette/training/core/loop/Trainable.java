package io.cuvette.training.core.loop;

import io.cuvette.training.core.method.Stateful;
import io.cuvette.training.core.tensor.Parameters;
import java.util.List;
import java.util.Map;

/**
 * A model as the training loop sees it.
 *
 * @param <B> a batch
 */
public interface Trainable<B> {

    /** Everything that a checkpoint has to hold of the model. */
    Parameters parameters();

    /** At least one; each step evaluates and applies them in this order. The same on every call. */
    List<Objective<B>> objectives();

    /**
     * What its methods remember besides parameters and optimizers, such as a loss with a
     * temperature a sample, by a name of the model's own; goes into checkpoints.
     */
    default Map<String, Stateful> methods() {
        return Map.of();
    }

    /**
     * Whether forward passes move buffers, as the running statistics of batch norm; then those of
     * averaged weights are estimated anew.
     */
    default boolean hasRunningStatistics() {
        return parameters().all().stream().anyMatch(parameter -> !parameter.trainable());
    }

    /**
     * Called after the last step of each epoch, before {@link #validate()}, without gradients and
     * in a scope of its own: for changes of parameters that are no optimizer's step, such as the
     * outer step of meta-learning. What it changes has to be in {@link #parameters()}, and it may
     * depend on them and on the epoch only; then a resumed run repeats it to the bit.
     */
    default void endEpoch(long epoch) {}

    /**
     * Metrics on held-out data, after each epoch; without gradients and in a scope of its own.
     * Names are free, for instance {@code validation.mse}; an empty map when there is nothing to
     * validate.
     */
    Map<String, Double> validate();
}
