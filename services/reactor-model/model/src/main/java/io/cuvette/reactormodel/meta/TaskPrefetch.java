package io.cuvette.reactormodel.meta;

import io.cuvette.reactormodel.network.Windows;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Makes the next task on another thread while the network trains on the one before. Which task it
 * is depends on its number only, so nothing of the result depends on the threads.
 */
final class TaskPrefetch {
    private final TaskSource source;
    private final long tasks;
    private long nextIndex = -1;
    private CompletableFuture<Windows> next;

    /**
     * @param tasks number of all tasks; nothing after the last is made
     */
    TaskPrefetch(TaskSource source, long tasks) {
        this.source = source;
        this.tasks = tasks;
    }

    Windows task(long index) {
        Windows task = index == nextIndex ? join() : source.task(index);
        if (index + 1 < tasks) {
            nextIndex = index + 1;
            next = CompletableFuture.supplyAsync(() -> source.task(index + 1));
        }
        return task;
    }

    private Windows join() {
        try {
            return next.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }
}
