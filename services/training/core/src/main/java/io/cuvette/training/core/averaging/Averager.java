package io.cuvette.training.core.averaging;

import io.cuvette.training.core.method.Stateful;
import io.cuvette.training.core.tensor.Parameters;
import java.util.Map;

/**
 * Averages the weights of one run while it trains, and gives it the average at its end.
 *
 * <p>Buffers are averaged as the trainable parameters are. The running statistics of averaged
 * weights are not the averages of running statistics, though, so a family with batch normalisation
 * should estimate them anew after {@link #finish}, by passes over training data.
 *
 * <p>Training itself never sees the average. Not for use by several threads.
 */
public interface Averager extends Stateful, AutoCloseable {

    /**
     * Called after each optimizer step, without recording.
     *
     * @param step of the run, from 0
     */
    default void afterStep(Parameters parameters, long step) {}

    /**
     * Called after each epoch, without recording.
     *
     * @param metrics of the epoch by name
     * @param epoch from 0
     */
    default void afterEpoch(Parameters parameters, Map<String, Double> metrics, long epoch) {}

    /**
     * Writes the average into the parameters in place; leaves them as they are when nothing was
     * averaged yet.
     */
    void finish(Parameters parameters);

    @Override
    default void close() {}
}
