package io.cuvette.training.app.service;

import io.cuvette.training.app.persistence.JobRepository;
import io.cuvette.training.app.persistence.SweepTrialEntity;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** What the end of a job means for its trial. */
record TrialResult(TrialOutcome outcome, Optional<Double> objective, Optional<String> reason) {

    private static final int MOST_NAMES = 20;

    /** Of a job that is finished. */
    static TrialResult of(JobRepository.Result job, SweepPlan.Objective objective) {
        return switch (job.state()) {
            case SUCCEEDED -> measured(job, objective);
            case CANCELLED -> without(TrialOutcome.CANCELLED, "The job was cancelled.");
            case FAILED -> without(TrialOutcome.FAILED, job.failure().message());
            case QUEUED, STARTING, RUNNING, SUSPENDED, CANCELLING ->
                    throw new IllegalStateException("the job is " + job.state());
        };
    }

    private static TrialResult measured(JobRepository.Result job, SweepPlan.Objective objective) {
        Double value = job.progress().metrics().get(objective.metric());
        if (value != null && Double.isFinite(value)) {
            return new TrialResult(TrialOutcome.SUCCEEDED, Optional.of(value), Optional.empty());
        }
        List<String> names =
                new TreeSet<>(job.progress().metrics().keySet())
                        .stream().limit(MOST_NAMES).toList();
        return without(
                TrialOutcome.FAILED,
                "The job never reported the metric %s; it reported %s."
                        .formatted(
                                objective.metric(),
                                names.isEmpty() ? "none" : String.join(", ", names)));
    }

    private static TrialResult without(TrialOutcome outcome, String reason) {
        return new TrialResult(outcome, Optional.empty(), Optional.of(reason));
    }

    void note(SweepTrialEntity trial) {
        trial.outcome = outcome;
        trial.objective = objective.orElse(null);
        trial.reason = reason.orElse(null);
    }
}
