package io.cuvette.training.core.checkpoint;

import io.cuvette.training.core.metric.MetricHistory;
import io.cuvette.training.core.metric.RunningMeans;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where one training loop stands. Orders of rows and random draws follow from seed, epoch and step,
 * so the position is all that sampler and dropout need.
 *
 * @param name of the phase, for instance {@code fe}
 * @param finished whether the loop is done
 * @param epoch of the next step, from 0
 * @param step the next step within the epoch, from 0
 * @param steps loop steps done in all
 * @param stoppedEarly whether early stopping ended it
 * @param optimizerSteps steps of the optimizer of each objective, on which its schedule depends
 * @param methods kind of each method whose state is stored, by its key; none in checkpoints of
 *     format 1
 * @param schedules description of the schedule of each objective, for people
 * @param history metrics of the finished epochs
 * @param runningMeans metrics of the epoch under way
 * @param monitors state of early stopping, one for each monitor
 */
public record PhaseState(
        String name,
        boolean finished,
        long epoch,
        int step,
        long steps,
        boolean stoppedEarly,
        Map<String, Long> optimizerSteps,
        Map<String, String> methods,
        Map<String, String> schedules,
        List<MetricHistory.Row> history,
        Map<String, RunningMeans.Sum> runningMeans,
        List<Monitored> monitors) {

    /**
     * @param best best value so far; NaN before the first
     * @param epochsSince epochs since it was reached
     */
    public record Monitored(double best, int epochsSince) {}

    public PhaseState {
        optimizerSteps = copy(optimizerSteps);
        methods = methods == null ? Map.of() : copy(methods);
        schedules = copy(schedules);
        history = List.copyOf(history);
        runningMeans = copy(runningMeans);
        monitors = List.copyOf(monitors);
    }

    /** The same place, with more to come unless {@code finished}. */
    public PhaseState goingOn(boolean isFinished) {
        return new PhaseState(
                name,
                isFinished,
                epoch,
                step,
                steps,
                isFinished && stoppedEarly,
                optimizerSteps,
                methods,
                schedules,
                history,
                runningMeans,
                monitors);
    }

    private static <V> Map<String, V> copy(Map<String, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
