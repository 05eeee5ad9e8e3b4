package io.cuvette.training.app.service;

import io.cuvette.training.app.persistence.JobEntity;
import io.cuvette.training.app.persistence.SweepEntity;
import io.cuvette.training.app.persistence.SweepTrialEntity;
import io.cuvette.training.core.tuning.Space;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The trials of a sweep with their results.
 *
 * @param rows in the order of the trials' numbers
 */
public record SweepTable(Space space, SweepPlan.Objective objective, List<Row> rows) {

    /**
     * @param rank from 1, the best first; only of trials with an objective
     * @param job absent when none could be filed
     */
    public record Row(SweepTrialEntity trial, Optional<JobEntity> job, Optional<Integer> rank) {

        /** That of its job, unless more is known. */
        public String state() {
            return switch (trial.outcome) {
                case PENDING -> job.map(known -> known.state.name()).orElse("QUEUED");
                case SUCCEEDED, FAILED, CANCELLED -> trial.outcome.name();
            };
        }
    }

    static SweepTable of(
            SweepEntity sweep, List<SweepTrialEntity> trials, Map<String, JobEntity> jobs) {
        SweepPlan.Objective objective = sweep.plan.objective();
        List<SweepTrialEntity> ranked =
                trials.stream()
                        .filter(trial -> trial.outcome == TrialOutcome.SUCCEEDED)
                        .sorted(
                                Comparator.comparingDouble(
                                                (SweepTrialEntity trial) ->
                                                        objective.loss(trial.objective))
                                        .thenComparingInt(trial -> trial.number))
                        .toList();
        Map<Integer, Integer> ranks = new HashMap<>();
        for (int i = 0; i < ranked.size(); i++) {
            ranks.put(ranked.get(i).number, i + 1);
        }
        List<Row> rows =
                trials.stream()
                        .map(
                                trial ->
                                        new Row(
                                                trial,
                                                Optional.ofNullable(trial.jobId).map(jobs::get),
                                                Optional.ofNullable(ranks.get(trial.number))))
                        .toList();
        return new SweepTable(SweepDesign.of(sweep.plan).space(), objective, rows);
    }

    public Optional<Row> best() {
        return rows.stream()
                .filter(row -> row.rank().filter(rank -> rank == 1).isPresent())
                .findAny();
    }

    public long count(TrialOutcome outcome) {
        return rows.stream().filter(row -> row.trial().outcome == outcome).count();
    }
}
