package io.cuvette.training.core.norm;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.method.Stateful;

/**
 * Normalisation of one layer on a stream of unlabelled requests, in place of batch normalisation's
 * evaluation. Answers depend on the other rows of a request and, through the state, on earlier
 * ones; a stream belongs to one caller, and its state is never shared between callers.
 *
 * <p>Not for use by several threads.
 */
public interface TestTimeNorm extends Stateful, AutoCloseable {

    /**
     * The rows normalised; moves the state of the stream. No gradients.
     *
     * @param xBF rows of one request
     * @throws IllegalArgumentException if it has no rows or another number of units
     */
    PtNDArray apply(PtNDArray xBF);

    /** Forgets the stream: as after the source's training. */
    void reset();

    @Override
    void close();
}
