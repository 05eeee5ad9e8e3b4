package io.cuvette.training.app.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.service.id.Ids;
import io.cuvette.service.identity.TenantId;
import io.cuvette.training.app.config.JobsConfig;
import io.cuvette.training.app.config.WorkerConfig;
import io.cuvette.training.app.persistence.BaseReference;
import io.cuvette.training.app.persistence.DatasetEntity;
import io.cuvette.training.app.persistence.JobEntity;
import io.cuvette.training.app.persistence.JobRepository;
import io.cuvette.training.app.persistence.ModelEntity;
import io.cuvette.training.app.persistence.ModelRepository;
import io.cuvette.training.core.program.JobCheck;
import io.cuvette.training.core.program.JobInputs;
import io.cuvette.training.core.program.TrainingProgram;
import io.cuvette.training.core.program.TrainingPrograms;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/** What people do with jobs. */
@ApplicationScoped
public class JobService {

    /** Seeds stay below 2^53, so that they survive JSON in every language. */
    private static final int SEED_BITS = 53;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final JobRepository jobs;
    private final JobSources sources;
    private final ModelRepository models;
    private final JobLifecycle lifecycle;
    private final TrainingPrograms families;
    private final JobsConfig config;
    private final WorkerConfig worker;
    private final Pattern reservedNames;

    @Inject
    public JobService(
            JobRepository jobs,
            JobSources sources,
            ModelRepository models,
            JobLifecycle lifecycle,
            TrainingPrograms families,
            JobsConfig config,
            WorkerConfig worker) {
        this.jobs = jobs;
        this.sources = sources;
        this.models = models;
        this.lifecycle = lifecycle;
        this.families = families;
        this.config = config;
        this.worker = worker;
        this.reservedNames = config.reservedModelNames();
    }

    /** Judges a job without storing anything. */
    @Transactional
    public JobCheck check(TenantId tenant, JobRequest request) {
        return checks(tenant, request, List.of(request.settings())).get(0);
    }

    /** Judges a job with each of several settings in place of its own. */
    @Transactional
    public List<JobCheck> checks(TenantId tenant, JobRequest request, List<ObjectNode> variants) {
        TrainingProgram program = program(request);
        requireFreeName(request.modelName());
        JobSources.requireNeeds(program, request);
        Optional<DatasetEntity> dataset = sources.findDataset(tenant, request);
        Optional<JobSources.Base> base = sources.findBase(tenant, program, request);
        models.find(tenant, request.modelName()).ifPresent(model -> sameFamily(model, request));
        JobInputs inputs =
                new JobInputs(
                        dataset.map(known -> known.description),
                        base.map(JobSources.Base::described));
        return variants.stream().map(settings -> check(program, inputs, settings)).toList();
    }

    private JobCheck check(TrainingProgram program, JobInputs inputs, ObjectNode settings) {
        JobCheck check = program.check(inputs, settings);
        List<Finding> findings = new ArrayList<>(check.findings());
        tooLarge(
                        "heap",
                        heapBytes(check.estimate()),
                        worker.maxHeap().asLongValue(),
                        "cuvette.worker.max-heap")
                .ifPresent(findings::add);
        tooLarge(
                        "tensor memory",
                        check.estimate().nativeBytes(),
                        worker.maxNative().asLongValue(),
                        "cuvette.worker.max-native")
                .ifPresent(findings::add);
        return new JobCheck(findings, check.estimate());
    }

    /**
     * Files a job; durable once the transaction is committed.
     *
     * @throws io.cuvette.service.error.ProblemException when {@link #check} finds what stops it,
     *     the name belongs to another family, or the tenant has too many jobs
     */
    @Transactional
    public JobEntity file(TenantId tenant, JobRequest request) {
        return file(tenant, request, Optional.empty());
    }

    /** As {@link #file(TenantId, JobRequest)}, for a sweep's trial. */
    @Transactional
    public JobEntity file(TenantId tenant, JobRequest request, TrialReference trial) {
        return file(tenant, request, Optional.of(trial));
    }

    private JobEntity file(TenantId tenant, JobRequest request, Optional<TrialReference> trial) {
        JobCheck check = check(tenant, request);
        if (!check.accepted()) {
            throw Problems.jobRejected(check.findings());
        }
        // shared locks: neither can be deleted between this look and the commit
        Optional<DatasetEntity> dataset = sources.shareDataset(tenant, request.datasetId());
        ModelEntity model =
                models.lockOrCreate(tenant, request.modelName(), request.family(), Ids.next());
        sameFamily(model, request);
        Optional<BaseReference> base =
                sources.findBase(tenant, program(request), request).map(JobSources.Base::reference);
        sources.shareBase(tenant, base);
        if (jobs.unfinished(tenant) >= config.maxUnfinishedPerTenant()) {
            throw Problems.tooMany(
                    "There are already "
                            + config.maxUnfinishedPerTenant()
                            + " unfinished jobs; wait for some or cancel them.");
        }
        JobEntity job = new JobEntity();
        job.id = Ids.next();
        job.tenant = tenant.value();
        job.family = request.family();
        dataset.ifPresent(
                known -> {
                    job.datasetId = known.id;
                    job.datasetSha256 = known.sha256;
                });
        job.base = base.orElse(null);
        job.modelId = model.id;
        job.modelName = model.name;
        job.settings = request.settings();
        job.seed = request.seed().orElseGet(JobService::randomSeed);
        job.heapBytes = heapBytes(check.estimate());
        trial.ifPresent(
                of -> {
                    job.sweepId = of.sweepId();
                    job.trial = of.number();
                    job.keepsState = of.keepsState();
                    job.start = of.start().orElse(null);
                });
        job.createdAt = Instant.now();
        job.state = JobState.QUEUED;
        jobs.persist(job);
        jobs.flush();
        lifecycle.filed(job);
        return job;
    }

    @Transactional
    public JobEntity get(TenantId tenant, String id) {
        return jobs.find(tenant, id).orElseThrow(() -> Problems.notFound("job", id));
    }

    @Transactional
    public List<JobEntity> page(
            TenantId tenant,
            Optional<JobState> state,
            Optional<String> family,
            Optional<String> sweep,
            Optional<String> before,
            int limit) {
        return jobs.page(tenant, state, family, sweep, before, limit);
    }

    @Transactional
    public JobEntity cancel(TenantId tenant, String id) {
        return change(tenant, id, JobLifecycle::cancel);
    }

    @Transactional
    public JobEntity suspend(TenantId tenant, String id) {
        return change(tenant, id, alone(JobLifecycle::suspend));
    }

    @Transactional
    public JobEntity resume(TenantId tenant, String id) {
        return change(tenant, id, alone(JobLifecycle::resume));
    }

    /**
     * @throws io.cuvette.service.error.ProblemException also when the job's dataset or base is gone
     */
    @Transactional
    public JobEntity retry(TenantId tenant, String id) {
        return change(
                tenant,
                id,
                alone(
                        (life, job) -> {
                            life.retry(job);
                            sources.shareDataset(tenant, Optional.ofNullable(job.datasetId));
                            sources.shareBase(tenant, Optional.ofNullable(job.base));
                        }));
    }

    /** A sweep goes by what becomes of its trials: it alone stops and resumes them. */
    private static BiConsumer<JobLifecycle, JobEntity> alone(
            BiConsumer<JobLifecycle, JobEntity> change) {
        return (life, job) -> {
            if (job.sweepId != null) {
                throw Problems.isTrial(job.sweepId);
            }
            change.accept(life, job);
        };
    }

    private JobEntity change(
            TenantId tenant, String id, BiConsumer<JobLifecycle, JobEntity> change) {
        JobEntity job = jobs.lock(tenant, id).orElseThrow(() -> Problems.notFound("job", id));
        change.accept(lifecycle, job);
        return job;
    }

    static long randomSeed() {
        return bounded(RANDOM.nextLong());
    }

    /** A seed that JSON of every language takes. */
    static long bounded(long seed) {
        return seed >>> (Long.SIZE - SEED_BITS);
    }

    /** A model by a reserved name could be trained, and never be asked. */
    private void requireFreeName(String name) {
        if (reservedNames.matcher(name).matches()) {
            throw Problems.invalid(
                    "modelName",
                    "is '%s'; names like %s are kept for models of the reactor service: choose another"
                            .formatted(name, reservedNames));
        }
    }

    private TrainingProgram program(JobRequest request) {
        return families.find(request.family())
                .orElseThrow(
                        () ->
                                Problems.invalid(
                                        "family", "is unknown; use one of " + families.families()));
    }

    private static void sameFamily(ModelEntity model, JobRequest request) {
        if (!model.family.equals(request.family())) {
            throw Problems.nameTaken(
                    "The model name belongs to the family " + model.family + "; choose another.");
        }
    }

    private long heapBytes(JobCheck.Estimate estimate) {
        // a quarter on top for the collector, and what the JVM and its libraries take anyway
        long wanted = estimate.heapBytes() + estimate.heapBytes() / 4 + (128L << 20);
        return Math.max(wanted, worker.minHeap().asLongValue());
    }

    private static Optional<Finding> tooLarge(String what, long wanted, long limit, String key) {
        if (wanted <= limit) {
            return Optional.empty();
        }
        return Optional.of(
                Finding.error(
                        FindingCode.EXCEEDS_RESOURCES,
                        "settings",
                        String.format(
                                "needs %d MiB of %s, a worker may use %d; make the settings or the"
                                        + " dataset smaller, or have %s raised",
                                wanted >> 20, what, limit >> 20, key)));
    }
}
