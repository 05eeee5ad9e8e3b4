package io.cuvette.training.core.optimizer;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.tensor.Parameter;
import java.util.List;
import java.util.Map;

/**
 * Changes one group of parameters by their gradients. What it remembers between steps is open to
 * the checkpoint; a restored optimizer goes on bit for bit.
 */
public interface Optimizer extends AutoCloseable {

    /** Stable method name, for instance {@code adamw}. */
    String name();

    /** The parameters it changes, in the order in which it takes gradients. */
    List<Parameter> group();

    /**
     * One update in place. Grad mode may be on or off.
     *
     * @param learningRate of this step, finite and not negative
     * @param gradients one for each parameter of the group, of the same shape
     */
    void step(double learningRate, PtNDArray[] gradients);

    /**
     * As {@link #step(double, PtNDArray[])}, for methods that look at the step's batches again.
     *
     * @param evaluation valid during this call only
     */
    default void step(double learningRate, PtNDArray[] gradients, StepEvaluation evaluation) {
        step(learningRate, gradients);
    }

    /** Whether it divides by a root of squared gradients, as Adam does. */
    default boolean adaptive() {
        return false;
    }

    /** Batches whose gradients it needs apart for one step; their mean is the step's gradient. */
    default int batchesPerStep() {
        return 1;
    }

    /** Steps done so far; the only scalar state of the methods here. */
    long steps();

    /**
     * The tensors it remembers, by name: {@code slot/parameter}, for instance {@code
     * m/encoder.0.weight}. They are the live tensors, to be read or overwritten in place.
     */
    Map<String, PtNDArray> state();

    /** Continues after the given number of steps; the tensors of {@link #state} are set by name. */
    void restore(long steps);

    @Override
    void close();
}
