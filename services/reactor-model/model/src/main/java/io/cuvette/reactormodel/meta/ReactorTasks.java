package io.cuvette.reactormodel.meta;

import io.cuvette.reactormodel.network.Windows;
import io.cuvette.reactormodel.reactor.ReactorType;
import io.cuvette.reactormodel.task.Task;
import io.cuvette.reactormodel.task.TaskSampler;
import java.util.function.Function;

/**
 * Reactors of all kinds by turns, as tasks for a network.
 *
 * @param scaling of each task
 */
public record ReactorTasks(TaskSampler sampler, Function<Task, TaskScaling> scaling)
        implements TaskSource {
    private static final ReactorType[] TYPES = ReactorType.values();

    @Override
    public Windows task(long index) {
        ReactorType type = TYPES[(int) (index % TYPES.length)];
        Task task = sampler.task(type, index / TYPES.length);
        return scaling.apply(task).windows(task);
    }
}
