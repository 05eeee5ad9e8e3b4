package io.cuvette.reactormodel.meta;

import io.cuvette.training.core.schedule.ScheduleContext;

/**
 * Schedule of meta-training; the defaults are the reference's.
 *
 * @param tasks number of tasks, each seen once; 1 to 1,000,000
 * @param batchSize windows in a step, 2 to 100,000
 * @param stepsPerTask steps on each task, 1 to 100,000; the reference makes one pass over about
 *     6,240 windows, which are 195
 * @param learningRate of Adam on the weights, above 0
 * @param outerRate Reptile's first interpolation rate, above 0 to 1; falls linearly to 0
 * @param innerRate MAML's rate of gradient descent within a task, above 0
 * @param innerSteps MAML's steps of descent within a task, 1 to 10
 */
public record MetaSettings(
        MetaAlgorithm algorithm,
        int tasks,
        int batchSize,
        int stepsPerTask,
        double learningRate,
        double outerRate,
        double innerRate,
        int innerSteps) {

    public MetaSettings {
        require("tasks", tasks, 1, 1_000_000);
        require("batchSize", batchSize, 2, 100_000);
        require("stepsPerTask", stepsPerTask, 1, 100_000);
        require("learningRate", learningRate, 1e-8, 1);
        require("outerRate", outerRate, 1e-8, 1);
        require("innerRate", innerRate, 1e-8, 10);
        require("innerSteps", innerSteps, 1, 10);
    }

    public static MetaSettings reference(MetaAlgorithm algorithm) {
        return new MetaSettings(algorithm, 1500, 32, 195, 1e-3, 0.1, 0.05, 1);
    }

    /** What a schedule may know of a training. */
    public ScheduleContext schedule() {
        return new ScheduleContext(learningRate, (long) tasks * stepsPerTask, batchSize);
    }

    public MetaSettings withBatchSize(int windows) {
        return new MetaSettings(
                algorithm,
                tasks,
                windows,
                stepsPerTask,
                learningRate,
                outerRate,
                innerRate,
                innerSteps);
    }

    public MetaSettings withTasks(int count) {
        return new MetaSettings(
                algorithm,
                count,
                batchSize,
                stepsPerTask,
                learningRate,
                outerRate,
                innerRate,
                innerSteps);
    }

    /** Reptile's interpolation rate after a task: {@code outerRate (1 - i / tasks)}. */
    double outerRate(long index) {
        return outerRate * (1 - index / (double) tasks);
    }

    private static void require(String name, double value, double low, double high) {
        if (!(value >= low && value <= high)) {
            throw new IllegalArgumentException(
                    "%s is %s; allowed are %s to %s".formatted(name, value, low, high));
        }
    }
}
