package io.cuvette.reactormodel.acceptance;

import io.cuvette.reactormodel.correction.ReactorModel;
import io.cuvette.reactormodel.estimation.ObservedRun;
import io.cuvette.reactormodel.meta.TaskScaling;
import io.cuvette.reactormodel.network.StandardScaler;
import io.cuvette.reactormodel.network.Windows;
import io.cuvette.reactormodel.reactor.ReactorType;
import io.cuvette.reactormodel.simulation.Run;
import io.cuvette.reactormodel.task.PhysicalSampler;
import io.cuvette.reactormodel.task.Task;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A reactor that no training has seen: runs to adapt to, runs whose inputs alone are used, and runs
 * to be judged by, no run in two of them.
 */
record Unseen(
        Task task,
        TaskScaling scaling,
        Windows windows,
        StandardScaler judged,
        int[] shots,
        int[] collocation,
        int[] test) {
    static final int MOST_SHOTS = 50;
    static final int COLLOCATION = 100;
    static final int TEST = 1000;

    static List<Unseen> reactors(PhysicalSampler sampler, ReactorType type, int count) {
        List<Unseen> unseen = new ArrayList<>();
        for (int r = 0; r < count; r++) {
            Task task = sampler.task(type, r);
            TaskScaling scaling = TaskScaling.nominal(task);
            long seed = Seeds.hash(Seeds.hash(sampler.seed(), type.name()), r);
            int[] order = new RandomStream(seed).permutation(task.samples());
            int first = MOST_SHOTS + COLLOCATION;
            unseen.add(
                    new Unseen(
                            task,
                            scaling,
                            scaling.windows(task),
                            StandardScaler.fit(task.outputs(), Task.STATES),
                            Arrays.copyOf(order, MOST_SHOTS),
                            Arrays.copyOfRange(order, MOST_SHOTS, first),
                            Arrays.copyOfRange(order, first, first + TEST)));
        }
        return unseen;
    }

    Windows shotWindows(int k) {
        return windows.select(Arrays.copyOf(shots, k));
    }

    Windows testWindows() {
        return windows.select(test);
    }

    List<ObservedRun> observed(int k) {
        List<ObservedRun> runs = new ArrayList<>();
        for (int i = 0; i < k; i++) {
            runs.add(observed(task, shots[i]));
        }
        return runs;
    }

    List<ObservedRun> testRuns() {
        return Arrays.stream(test).mapToObj(i -> observed(task, i)).toList();
    }

    private static ObservedRun observed(Task task, int sample) {
        int times = task.timesH().length;
        double[] c = new double[times];
        double[] t = new double[times];
        for (int i = 0; i < times; i++) {
            c[i] = task.concentration(sample, i);
            t[i] = task.temperatureK(sample, i);
        }
        Run run = task.run(sample);
        return new ObservedRun(run, task.measured(), task.timesH(), c, t);
    }

    /**
     * Mean squared error over test runs, times and both outputs, each in units of the reactor's own
     * standard deviation.
     *
     * @param predicted {@code [test][times][T, C]}
     */
    double error(double[][][] predicted) {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < test.length; i++) {
            for (int time = 0; time < task.timesH().length; time++) {
                double t = predicted[i][time][0] - task.temperatureK(test[i], time);
                double c = predicted[i][time][1] - task.concentration(test[i], time);
                double scaledT = t / judged.standardDeviation()[0];
                double scaledC = c / judged.standardDeviation()[1];
                sum += scaledT * scaledT + scaledC * scaledC;
                count += 2;
            }
        }
        return sum / count;
    }

    double error(ReactorModel model) {
        List<ObservedRun> runs = testRuns();
        List<double[][]> found =
                model.predict(
                        runs.stream().map(ObservedRun::run).toList(),
                        runs.stream().map(ObservedRun::timesH).toList());
        double[][][] predicted = new double[test.length][task.timesH().length][];
        for (int i = 0; i < test.length; i++) {
            for (int time = 0; time < predicted[i].length; time++) {
                predicted[i][time] = new double[] {found.get(i)[1][time], found.get(i)[0][time]};
            }
        }
        return error(predicted);
    }

    /** From a network's scaled outputs of the test windows. */
    double error(float[] scaled) {
        int times = task.timesH().length;
        double[][][] predicted = new double[test.length][times][2];
        for (int i = 0; i < test.length; i++) {
            for (int time = 0; time < times; time++) {
                for (int channel = 0; channel < 2; channel++) {
                    predicted[i][time][channel] =
                            scaling.outputs()
                                    .unscale(scaled[(i * times + time) * 2 + channel], channel);
                }
            }
        }
        return error(predicted);
    }

    /** State at the measured node before anything happened: temperature, concentration. */
    double[] start(int sample) {
        var start = task.run(sample).start();
        return new double[] {start.temperaturesK()[0], start.concentrationsKmolPerM3()[0]};
    }

    /** Scaled windows of the differences from the start. */
    Windows lessStart(int[] rows) {
        Windows some = windows.select(rows);
        float[] targets = some.targets().clone();
        int size = some.targetSize();
        for (int i = 0; i < rows.length; i++) {
            double[] start = start(rows[i]);
            for (int j = 0; j < size; j++) {
                int channel = j % 2;
                targets[i * size + j] -= (float) scaling.outputs().scale(start[channel], channel);
            }
        }
        return some.withTargets(targets);
    }

    /** Adds the start again to scaled outputs of the test windows. */
    float[] plusStart(float[] scaled) {
        float[] result = scaled.clone();
        int size = windows.targetSize();
        for (int i = 0; i < test.length; i++) {
            double[] start = start(test[i]);
            for (int j = 0; j < size; j++) {
                int channel = j % 2;
                result[i * size + j] += (float) scaling.outputs().scale(start[channel], channel);
            }
        }
        return result;
    }
}
