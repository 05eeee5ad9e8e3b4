package io.cuvette.training.core.method;

/**
 * A method that remembers from step to step. What {@link #save} gives goes into every checkpoint; a
 * run that was restored from it ends with the same bits as one that was never interrupted.
 */
public interface Stateful {

    /** A copy of everything it remembers. */
    MethodState save();

    /**
     * Takes over what {@link #save} of a method of the same {@link #kind} gave, in a run of the
     * same model.
     *
     * @throws IllegalArgumentException if the state does not fit; what it remembers is undefined
     *     then, until it is restored again
     */
    void restore(MethodState state);

    /**
     * What a state is of: a run that goes on from another's takes over states of the same kind. The
     * name of the method, with those settings on which the meaning of its state depends.
     */
    default String kind() {
        MethodInfo info = getClass().getAnnotation(MethodInfo.class);
        return info == null ? getClass().getSimpleName() : info.name();
    }

    /** Whether it is asked for something when the training is over, in a later attempt too. */
    default boolean askedLater() {
        return false;
    }

    /** Begins without a state in a run whose next epoch is this one. */
    default void beginAt(long epoch) {}
}
