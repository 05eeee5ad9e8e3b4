package io.cuvette.training.core.loop;

import io.cuvette.training.core.checkpoint.PhaseState;
import io.cuvette.training.core.metric.MetricHistory;
import io.cuvette.training.core.metric.RunningMeans;
import io.cuvette.training.core.schedule.Schedule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where a loop stands, while it runs; parameters and optimizers hold the rest. */
final class LoopState {
    long epoch;
    int step;
    long steps;
    boolean stoppedEarly;
    boolean finished;
    final MetricHistory history;
    final RunningMeans means;
    List<PhaseState.Monitored> monitors;

    LoopState(List<PhaseState.Monitored> monitors) {
        this.history = new MetricHistory();
        this.means = new RunningMeans();
        this.monitors = monitors;
    }

    LoopState(PhaseState stored) {
        this.epoch = stored.epoch();
        this.step = stored.step();
        this.steps = stored.steps();
        this.stoppedEarly = stored.stoppedEarly();
        this.finished = stored.finished();
        this.history = new MetricHistory(stored.history());
        this.means = new RunningMeans(stored.runningMeans());
        this.monitors = stored.monitors();
    }

    PhaseState toPhaseState(String phase, LoopParts<?> parts) {
        Map<String, Long> optimizerSteps = new LinkedHashMap<>();
        Map<String, String> schedules = new LinkedHashMap<>();
        for (Objective<?> objective : parts.objectives()) {
            Schedule schedule = objective.schedule();
            optimizerSteps.put(objective.name(), objective.optimizer().steps());
            schedules.put(objective.name(), schedule.toString());
        }
        return new PhaseState(
                phase,
                finished,
                epoch,
                step,
                steps,
                stoppedEarly,
                optimizerSteps,
                parts.kinds(),
                schedules,
                history.rows(),
                means.sums(),
                monitors);
    }

    TrainingResult result() {
        return new TrainingResult(new MetricHistory(history.rows()), stoppedEarly, steps);
    }
}
