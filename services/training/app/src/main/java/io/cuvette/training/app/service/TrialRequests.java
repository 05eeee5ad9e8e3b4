package io.cuvette.training.app.service;

import io.cuvette.training.app.persistence.CheckpointRepository;
import io.cuvette.training.app.persistence.JobRepository;
import io.cuvette.training.app.persistence.StartReference;
import io.cuvette.training.app.persistence.SweepEntity;
import io.cuvette.training.app.service.SweepTurns.Standing;
import io.cuvette.training.core.tensor.Seeds;
import io.cuvette.training.core.tuning.Proposal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/** The jobs of trials: their settings and seeds, and the states that they go on from. */
@ApplicationScoped
public class TrialRequests {

    private final JobRepository jobs;
    private final CheckpointRepository checkpoints;

    @Inject
    public TrialRequests(JobRepository jobs, CheckpointRepository checkpoints) {
        this.jobs = jobs;
        this.checkpoints = checkpoints;
    }

    JobRequest job(SweepEntity sweep, Standing standing, Proposal proposal) {
        int number = standing.trials().size();
        SweepDesign design = standing.design();
        int lineage = design.search().lineage(number);
        long seed = lineage == 0 ? sweep.seed : JobService.bounded(Seeds.hash(sweep.seed, lineage));
        return new JobRequest(
                sweep.family,
                Optional.ofNullable(sweep.datasetId),
                Optional.ofNullable(sweep.base)
                        .map(base -> new BaseRequest(base.modelName(), base.version())),
                sweep.modelName,
                design.settings(
                        sweep.settings, proposal.point(), design.search().generation(number)),
                Optional.of(seed));
    }

    TrialReference trial(Standing standing, Proposal proposal) {
        int number = standing.trials().size();
        int generations = standing.design().search().generations();
        return new TrialReference(
                standing.sweepId(),
                number,
                standing.design().search().generation(number) < generations - 1,
                proposal.from().isEmpty()
                        ? Optional.empty()
                        : Optional.of(start(standing, proposal.from().getAsInt())));
    }

    private StartReference start(Standing standing, int from) {
        return jobs.ofSweep(standing.tenant(), standing.sweepId()).stream()
                .filter(job -> job.trial == from)
                .flatMap(job -> checkpoints.ofJob(standing.tenant(), job.id).stream())
                .findFirst()
                .map(
                        newest ->
                                new StartReference(
                                        newest.jobId,
                                        newest.objectKey,
                                        newest.sha256,
                                        newest.sizeBytes))
                .orElseThrow(
                        () ->
                                Problems.invalid(
                                        "search",
                                        "names trial %d to go on from, which left no state: the family keeps no checkpoints, so its jobs cannot go on from each other"
                                                .formatted(from)));
    }
}
