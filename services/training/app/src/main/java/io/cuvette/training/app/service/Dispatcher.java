package io.cuvette.training.app.service;

import io.cuvette.service.identity.TenantId;
import io.cuvette.service.loop.BackgroundLoop;
import io.cuvette.training.app.config.WorkerConfig;
import io.cuvette.training.app.launcher.LaunchRequest;
import io.cuvette.training.app.launcher.Launcher;
import io.cuvette.training.app.persistence.JobEntity;
import io.cuvette.training.app.persistence.JobLeases;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.context.ManagedExecutor;
import org.jboss.logging.Logger;

/**
 * Leases queued jobs and has their workers launched: once a second, and at once when a job is
 * queued or a worker has ended. A lease is committed before its worker is started, so a crash in
 * between costs one expired lease and starts nothing twice.
 */
@ApplicationScoped
public class Dispatcher {

    private static final Logger LOG = Logger.getLogger(Dispatcher.class);

    private static final int BEFORE_THE_LAUNCHER = 1;

    private final JobLeases leases;
    private final JobLifecycle lifecycle;
    private final AttemptService attempts;
    private final Launcher launcher;
    private final WorkerConfig config;
    private final NodeName node;
    private final ManagedExecutor executor;
    private final Counter launched;
    private final BackgroundLoop loop;
    private final AtomicBoolean signalled = new AtomicBoolean();
    private boolean stopping;

    @Inject
    public Dispatcher(
            JobLeases leases,
            JobLifecycle lifecycle,
            AttemptService attempts,
            Launcher launcher,
            WorkerConfig config,
            NodeName node,
            ManagedExecutor executor,
            MeterRegistry metrics) {
        this.leases = leases;
        this.lifecycle = lifecycle;
        this.attempts = attempts;
        this.launcher = launcher;
        this.config = config;
        this.node = node;
        this.executor = executor;
        this.launched = metrics.counter("cuvette.jobs.launched");
        this.loop = new BackgroundLoop("dispatcher", metrics);
    }

    @Scheduled(
            identity = "dispatcher",
            every = "${cuvette.worker.dispatch-every}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void everySecond() {
        loop.turn(this::dispatch);
    }

    void onChange(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobChanged change) {
        boolean mayDispatch = change.state() == JobState.QUEUED || !change.state().leased();
        if (mayDispatch && signalled.compareAndSet(false, true)) {
            executor.execute(
                    () -> {
                        signalled.set(false);
                        loop.turn(this::dispatch);
                    });
        }
    }

    /**
     * Before the launcher stops its workers: that puts their jobs back into the queue, from where
     * they must not be leased again for a process that is about to end.
     */
    synchronized void stop(@Observes @Priority(BEFORE_THE_LAUNCHER) ShutdownEvent event) {
        stopping = true;
    }

    private synchronized void dispatch() {
        if (stopping || !config.dispatch()) {
            return;
        }
        for (LaunchRequest request : lease()) {
            try {
                launcher.launch(request);
                launched.increment();
            } catch (IOException | RuntimeException e) {
                LOG.errorf(e, "cannot launch the worker of job %s", request.attempt().jobId());
                giveBack(request.attempt());
            }
        }
    }

    private void giveBack(AttemptRef attempt) {
        try {
            QuarkusTransaction.requiringNew()
                    .run(
                            () ->
                                    lifecycle.attemptFailed(
                                            attempts.lockHeld(attempt),
                                            Failure.of(
                                                    FailureCode.LAUNCH_FAILED,
                                                    "The worker could not be started."),
                                            true));
        } catch (RuntimeException e) {
            LOG.warnf("job %s not given back, its lease will expire: %s", attempt.jobId(), e);
        }
    }

    private List<LaunchRequest> lease() {
        return QuarkusTransaction.requiringNew()
                .call(
                        () -> {
                            List<LaunchRequest> requests = new ArrayList<>();
                            int free = config.maxParallel() - leases.heldBy(node.value());
                            if (free <= 0) {
                                return requests;
                            }
                            for (JobEntity job : leases.lockNextQueued(free)) {
                                JobToken token = JobToken.create(new TenantId(job.tenant));
                                lifecycle.leased(job, token, node.value());
                                requests.add(
                                        new LaunchRequest(
                                                AttemptRef.of(token, job.id, job.attempt),
                                                token,
                                                job.heapBytes));
                            }
                            return requests;
                        });
    }
}
