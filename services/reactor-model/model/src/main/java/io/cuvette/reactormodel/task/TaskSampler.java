package io.cuvette.reactormodel.task;

import io.cuvette.reactormodel.reactor.ReactorType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Draws tasks. A task depends on the sampler, its type and its number alone, to the last bit: not
 * on the tasks drawn before it, nor on the thread.
 *
 * <p>Safe for use by several threads.
 */
public interface TaskSampler {

    /**
     * One task.
     *
     * @param index 0 and up
     */
    Task task(ReactorType type, long index);

    /**
     * The tasks from one number on, drawn by several threads.
     *
     * @param threads at least 1
     */
    default List<Task> tasks(ReactorType type, long firstIndex, int count, int threads)
            throws InterruptedException {
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Task>> drawn = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                long index = firstIndex + i;
                drawn.add(workers.submit(() -> task(type, index)));
            }
            List<Task> tasks = new ArrayList<>();
            for (Future<Task> task : drawn) {
                tasks.add(task.get());
            }
            return tasks;
        } catch (ExecutionException e) {
            throw new IllegalStateException("A task could not be drawn.", e.getCause());
        } finally {
            workers.shutdownNow();
        }
    }
}
