package io.cuvette.reactormodel.meta;

import io.cuvette.reactormodel.network.Windows;

/** Tasks by number: the same number gives the same task, to the bit. */
@FunctionalInterface
public interface TaskSource {

    /**
     * @param index from 0
     * @return scaled windows of one reactor, more than a batch of them
     */
    Windows task(long index);
}
