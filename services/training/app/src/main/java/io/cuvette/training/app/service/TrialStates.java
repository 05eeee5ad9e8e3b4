package io.cuvette.training.app.service;

import io.cuvette.service.identity.TenantId;
import io.cuvette.training.app.persistence.CheckpointRepository;
import io.cuvette.training.app.persistence.JobEntity;
import io.cuvette.training.app.persistence.JobRepository;
import io.cuvette.training.app.persistence.SweepEntity;
import io.cuvette.training.app.persistence.SweepTrialEntity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** Lets go of the trained states that trials kept for those that go on from them. */
@ApplicationScoped
public class TrialStates {

    private final JobRepository jobs;
    private final JobLifecycle lifecycle;
    private final CheckpointRepository checkpoints;

    @Inject
    public TrialStates(
            JobRepository jobs, JobLifecycle lifecycle, CheckpointRepository checkpoints) {
        this.jobs = jobs;
        this.lifecycle = lifecycle;
        this.checkpoints = checkpoints;
    }

    /** Those that no trial can need any more: all of a generation whose successors are over. */
    void release(SweepEntity sweep, SweepDesign design, List<SweepTrialEntity> trials) {
        if (design.search().generations() == 1) {
            return;
        }
        TenantId tenant = new TenantId(sweep.tenant);
        for (JobEntity job : jobs.ofSweep(tenant, sweep.id)) {
            boolean kept = job.keepsState && job.state == JobState.SUCCEEDED;
            int next = design.search().generation(job.trial) + 1;
            if (kept
                    && (sweep.state.finished() || isOver(sweep, design, trials, next))
                    && !checkpoints.ofJob(tenant, job.id).isEmpty()) {
                lifecycle.forgetCheckpoints(job);
            }
        }
    }

    private static boolean isOver(
            SweepEntity sweep, SweepDesign design, List<SweepTrialEntity> trials, int generation) {
        List<SweepTrialEntity> members =
                trials.stream()
                        .filter(trial -> design.search().generation(trial.number) == generation)
                        .toList();
        return members.size() == sweep.trials / design.search().generations()
                && members.stream().noneMatch(trial -> trial.outcome == TrialOutcome.PENDING);
    }
}
