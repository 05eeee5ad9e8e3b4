package io.cuvette.training.app.service;

import io.cuvette.service.identity.TenantId;
import io.cuvette.training.app.persistence.JobEntity;
import io.cuvette.training.app.persistence.JobRepository;
import io.cuvette.training.app.persistence.SweepEntity;
import io.cuvette.training.app.persistence.SweepRepository;
import io.cuvette.training.app.persistence.SweepTrialEntity;
import io.cuvette.training.app.persistence.SweepTrialRepository;
import io.cuvette.training.core.tuning.Proposal;
import io.cuvette.training.core.tuning.Trial;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * The transactions of a sweep's turn. Each locks the sweep's row; what was decided between two of
 * them counts only while nobody has raised the sweep's version.
 */
@ApplicationScoped
public class SweepTurns {

    private static final Logger LOG = Logger.getLogger(SweepTurns.class);

    private final SweepRepository sweeps;
    private final SweepTrialRepository trials;
    private final JobRepository jobs;
    private final JobService filing;
    private final JobLifecycle lifecycle;
    private final TrialRequests requests;
    private final TrialStates states;

    @Inject
    public SweepTurns(
            SweepRepository sweeps,
            SweepTrialRepository trials,
            JobRepository jobs,
            JobService filing,
            JobLifecycle lifecycle,
            TrialRequests requests,
            TrialStates states) {
        this.sweeps = sweeps;
        this.trials = trials;
        this.jobs = jobs;
        this.filing = filing;
        this.lifecycle = lifecycle;
        this.requests = requests;
        this.states = states;
    }

    /**
     * Where a sweep stands that may file trials.
     *
     * @param free trials that may be filed now
     */
    record Standing(
            TenantId tenant,
            String sweepId,
            long version,
            SweepDesign design,
            long seed,
            List<Trial> trials,
            int free) {}

    /** Notes what has become of trials; empty when there is nothing to file. */
    @Transactional(TxType.REQUIRES_NEW)
    public Optional<Standing> collect(TenantId tenant, String sweepId) {
        SweepEntity sweep = sweeps.lock(tenant, sweepId).orElse(null);
        if (sweep == null || sweep.state.finished() || sweep.state == SweepState.SUSPENDED) {
            return Optional.empty();
        }
        List<SweepTrialEntity> all = trials.ofSweep(tenant, sweepId);
        Map<String, JobRepository.Result> results =
                jobs.results(tenant, sweepId).stream()
                        .collect(Collectors.toMap(JobRepository.Result::id, Function.identity()));
        boolean changed = false;
        for (SweepTrialEntity trial : all) {
            if (trial.outcome == TrialOutcome.PENDING) {
                JobRepository.Result result = results.get(trial.jobId);
                if (result.state().finished()) {
                    TrialResult.of(result, sweep.plan.objective()).note(trial);
                    changed = true;
                } else if (result.state() == JobState.SUSPENDED && sweep.state.files()) {
                    // parked after its sweep went on already
                    jobs.lock(tenant, trial.jobId)
                            .filter(job -> job.state == JobState.SUSPENDED)
                            .ifPresent(lifecycle::resume);
                }
            }
        }
        SweepDesign design = SweepDesign.of(sweep.plan);
        int pending = (int) count(all, TrialOutcome.PENDING);
        boolean over =
                sweep.state == SweepState.CANCELLING ? pending == 0 : isOver(sweep, all, pending);
        if (over) {
            finish(sweep, all);
        }
        if (changed || over) {
            sweep.version++;
            states.release(sweep, design, all);
        }
        int free = Math.min(sweep.parallel - pending, sweep.trials - all.size());
        return sweep.state.files() && free > 0
                ? Optional.of(
                        new Standing(
                                tenant,
                                sweepId,
                                sweep.version,
                                design,
                                sweep.seed,
                                all.stream().map(trial -> trial(sweep, trial)).toList(),
                                free))
                : Optional.empty();
    }

    private static boolean isOver(SweepEntity sweep, List<SweepTrialEntity> all, int pending) {
        return all.size() == sweep.trials && pending == 0;
    }

    private static long count(List<SweepTrialEntity> all, TrialOutcome outcome) {
        return all.stream().filter(trial -> trial.outcome == outcome).count();
    }

    private static void finish(SweepEntity sweep, List<SweepTrialEntity> all) {
        if (sweep.state == SweepState.CANCELLING) {
            sweep.state = SweepState.CANCELLED;
        } else if (count(all, TrialOutcome.SUCCEEDED) > 0) {
            sweep.state = SweepState.SUCCEEDED;
        } else {
            sweep.state = SweepState.FAILED;
            sweep.failure =
                    "No trial of %d has an objective; the first: %s"
                            .formatted(all.size(), all.get(0).reason);
        }
        sweep.finishedAt = Instant.now();
        LOG.infof("sweep %s is %s after %d trials", sweep.id, sweep.state, all.size());
    }

    private static Trial trial(SweepEntity sweep, SweepTrialEntity trial) {
        Trial.Outcome outcome =
                switch (trial.outcome) {
                    case PENDING -> new Trial.Pending();
                    case SUCCEEDED ->
                            new Trial.Measured(sweep.plan.objective().loss(trial.objective));
                    case FAILED, CANCELLED -> new Trial.Failed();
                };
        OptionalInt from =
                trial.fromTrial == null ? OptionalInt.empty() : OptionalInt.of(trial.fromTrial);
        return new Trial(trial.number, trial.point, from, outcome);
    }

    /**
     * Files the next trial with its job, in one transaction.
     *
     * @return where the sweep stands after it; empty when somebody else has changed the sweep
     * @throws io.cuvette.service.error.ProblemException when the job is refused; nothing is stored
     */
    @Transactional(TxType.REQUIRES_NEW)
    public Optional<Standing> file(Standing standing, Proposal proposal) {
        return unchanged(standing)
                .map(
                        sweep -> {
                            int number = standing.trials().size();
                            JobEntity job =
                                    filing.file(
                                            standing.tenant(),
                                            requests.job(sweep, standing, proposal),
                                            requests.trial(standing, proposal));
                            if (sweep.state == SweepState.QUEUED) {
                                sweep.state = SweepState.RUNNING;
                                sweep.startedAt = Instant.now();
                                LOG.infof("sweep %s is %s", sweep.id, sweep.state);
                            }
                            SweepTrialEntity trial = entity(sweep, number, proposal);
                            trial.jobId = job.id;
                            return stored(standing, sweep, trial);
                        });
    }

    /** Notes that the next trial cannot be filed. */
    @Transactional(TxType.REQUIRES_NEW)
    public Optional<Standing> refuse(Standing standing, Proposal proposal, String reason) {
        return unchanged(standing)
                .map(
                        sweep -> {
                            SweepTrialEntity trial =
                                    entity(sweep, standing.trials().size(), proposal);
                            trial.outcome = TrialOutcome.FAILED;
                            trial.reason = reason;
                            return stored(standing, sweep, trial);
                        });
    }

    private Optional<SweepEntity> unchanged(Standing standing) {
        return sweeps.lock(standing.tenant(), standing.sweepId())
                .filter(sweep -> sweep.version == standing.version());
    }

    private static SweepTrialEntity entity(SweepEntity sweep, int number, Proposal proposal) {
        SweepTrialEntity trial = new SweepTrialEntity();
        trial.sweepId = sweep.id;
        trial.number = number;
        trial.tenant = sweep.tenant;
        trial.point = proposal.point();
        trial.fromTrial = proposal.from().isPresent() ? proposal.from().getAsInt() : null;
        trial.outcome = TrialOutcome.PENDING;
        return trial;
    }

    private Standing stored(Standing before, SweepEntity sweep, SweepTrialEntity trial) {
        trials.persist(trial);
        sweep.version++;
        List<Trial> longer = new ArrayList<>(before.trials());
        longer.add(trial(sweep, trial));
        boolean pending = trial.outcome == TrialOutcome.PENDING;
        return new Standing(
                before.tenant(),
                before.sweepId(),
                sweep.version,
                before.design(),
                before.seed(),
                longer,
                Math.min(before.free() - (pending ? 1 : 0), sweep.trials - longer.size()));
    }
}
