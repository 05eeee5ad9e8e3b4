package io.cuvette.training.app.service;

import io.cuvette.service.id.Ids;
import io.cuvette.service.identity.TenantId;
import io.cuvette.training.app.config.SweepsConfig;
import io.cuvette.training.app.persistence.BaseReference;
import io.cuvette.training.app.persistence.JobEntity;
import io.cuvette.training.app.persistence.JobRepository;
import io.cuvette.training.app.persistence.ModelEntity;
import io.cuvette.training.app.persistence.ModelRepository;
import io.cuvette.training.app.persistence.SweepEntity;
import io.cuvette.training.app.persistence.SweepRepository;
import io.cuvette.training.app.persistence.SweepTrialEntity;
import io.cuvette.training.app.persistence.SweepTrialRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** What people do with sweeps. */
@ApplicationScoped
public class SweepService {

    private static final Logger LOG = Logger.getLogger(SweepService.class);

    private final SweepRepository sweeps;
    private final SweepTrialRepository trials;
    private final SweepChecks checks;
    private final JobRepository jobs;
    private final JobSources sources;
    private final JobLifecycle lifecycle;
    private final ModelRepository models;
    private final SweepsConfig config;
    private final Event<SweepChanged> changes;

    @Inject
    public SweepService(
            SweepRepository sweeps,
            SweepTrialRepository trials,
            SweepChecks checks,
            JobRepository jobs,
            JobSources sources,
            JobLifecycle lifecycle,
            ModelRepository models,
            SweepsConfig config,
            Event<SweepChanged> changes) {
        this.sweeps = sweeps;
        this.trials = trials;
        this.checks = checks;
        this.jobs = jobs;
        this.sources = sources;
        this.lifecycle = lifecycle;
        this.models = models;
        this.config = config;
        this.changes = changes;
    }

    /** A sweep with all that is known of its trials. */
    public record Known(SweepEntity sweep, SweepTable table) {}

    /** Judges a sweep without storing anything. */
    @Transactional
    public SweepCheck check(TenantId tenant, SweepRequest request) {
        return checks.check(tenant, request);
    }

    /**
     * Files a sweep; durable once the transaction is committed.
     *
     * @throws io.cuvette.service.error.ProblemException when {@link #check} finds what stops it, or
     *     the tenant has too many sweeps
     */
    @Transactional
    public SweepEntity file(TenantId tenant, SweepRequest request) {
        SweepCheck check = checks.check(tenant, request);
        if (!check.accepted()) {
            throw Problems.jobRejected(check.findings());
        }
        if (sweeps.unfinished(tenant) >= config.maxUnfinishedPerTenant()) {
            throw Problems.tooMany(
                    "There are already %d unfinished sweeps; wait for some or cancel them."
                            .formatted(config.maxUnfinishedPerTenant()));
        }
        JobRequest job = request.job(request.settings(), request.seed());
        SweepEntity sweep = new SweepEntity();
        // shared locks: neither can be deleted between this look and the commit
        sources.shareDataset(tenant, request.datasetId())
                .ifPresent(
                        known -> {
                            sweep.datasetId = known.id;
                            sweep.datasetSha256 = known.sha256;
                        });
        ModelEntity model =
                models.lockOrCreate(tenant, request.modelName(), request.family(), Ids.next());
        Optional<BaseReference> base = sources.reference(tenant, job);
        sources.shareBase(tenant, base);
        sweep.id = Ids.next();
        sweep.tenant = tenant.value();
        sweep.family = request.family();
        sweep.base = base.orElse(null);
        sweep.modelId = model.id;
        sweep.modelName = model.name;
        sweep.state = SweepState.QUEUED;
        sweep.plan = request.plan();
        sweep.settings = request.settings();
        sweep.trials = check.trials();
        sweep.parallel = request.parallel();
        sweep.seed = request.seed().orElseGet(JobService::randomSeed);
        sweep.createdAt = Instant.now();
        sweeps.persist(sweep);
        sweeps.flush();
        changed(sweep);
        return sweep;
    }

    @Transactional
    public SweepEntity get(TenantId tenant, String id) {
        return sweeps.find(tenant, id).orElseThrow(() -> Problems.notFound("sweep", id));
    }

    @Transactional
    public Known known(TenantId tenant, String id) {
        SweepEntity sweep = get(tenant, id);
        Map<String, JobEntity> byId =
                jobs.ofSweep(tenant, id).stream()
                        .collect(Collectors.toMap(job -> job.id, Function.identity()));
        return new Known(sweep, SweepTable.of(sweep, trials.ofSweep(tenant, id), byId));
    }

    @Transactional
    public List<SweepEntity> page(
            TenantId tenant,
            Optional<SweepState> state,
            Optional<String> family,
            Optional<String> before,
            int limit) {
        return sweeps.page(tenant, state, family, before, limit);
    }

    /** Stops a sweep and its trials for good; what they have published stays. */
    @Transactional
    public SweepEntity cancel(TenantId tenant, String id) {
        SweepEntity sweep = lock(tenant, id);
        switch (sweep.state) {
            case QUEUED, RUNNING, SUSPENDED -> {
                sweep.state = SweepState.CANCELLING;
                ofPendingJobs(sweep, JobAction.CANCEL, JobLifecycle::cancel);
                changed(sweep);
            }
            case CANCELLING -> {}
            case SUCCEEDED, FAILED, CANCELLED -> throw Problems.illegalState(sweep.state, "cancel");
        }
        return sweep;
    }

    /** Files no more trials, and suspends those under way. */
    @Transactional
    public SweepEntity suspend(TenantId tenant, String id) {
        SweepEntity sweep = lock(tenant, id);
        switch (sweep.state) {
            case QUEUED, RUNNING -> {
                sweep.state = SweepState.SUSPENDED;
                ofPendingJobs(sweep, JobAction.SUSPEND, JobLifecycle::suspend);
                changed(sweep);
            }
            case SUSPENDED -> {}
            case CANCELLING, SUCCEEDED, FAILED, CANCELLED ->
                    throw Problems.illegalState(sweep.state, "suspend");
        }
        return sweep;
    }

    /** Goes on where it was suspended; its driver resumes the trials. */
    @Transactional
    public SweepEntity resume(TenantId tenant, String id) {
        SweepEntity sweep = lock(tenant, id);
        if (sweep.state != SweepState.SUSPENDED) {
            throw Problems.illegalState(sweep.state, "resume");
        }
        sweep.state = sweep.startedAt == null ? SweepState.QUEUED : SweepState.RUNNING;
        changed(sweep);
        return sweep;
    }

    private SweepEntity lock(TenantId tenant, String id) {
        return sweeps.lock(tenant, id).orElseThrow(() -> Problems.notFound("sweep", id));
    }

    private void ofPendingJobs(
            SweepEntity sweep, JobAction action, BiConsumer<JobLifecycle, JobEntity> change) {
        TenantId tenant = new TenantId(sweep.tenant);
        for (SweepTrialEntity trial : trials.ofSweep(tenant, sweep.id)) {
            if (trial.outcome == TrialOutcome.PENDING) {
                jobs.lock(tenant, trial.jobId)
                        .filter(job -> JobStates.next(job.state, action).isPresent())
                        .ifPresent(job -> change.accept(lifecycle, job));
            }
        }
    }

    private void changed(SweepEntity sweep) {
        sweep.version++;
        LOG.infof("sweep %s is %s", sweep.id, sweep.state);
        changes.fire(new SweepChanged(sweep.id));
    }
}
