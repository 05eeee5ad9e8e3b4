package io.cuvette.training.core.method;

/**
 * A method that remembers from step to step. What {@link #save} gives goes into every checkpoint; a
 * run that was restored from it ends with the same bits as one that was never interrupted.
 */
public interface Stateful {

    /** A copy of everything it remembers. */
    MethodState save();

    /** Takes over what {@link #save} of a method with the same settings gave. */
    void restore(MethodState state);
}
