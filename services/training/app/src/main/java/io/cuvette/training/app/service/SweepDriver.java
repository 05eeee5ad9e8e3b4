package io.cuvette.training.app.service;

import io.cuvette.service.error.ErrorCode;
import io.cuvette.service.error.ProblemException;
import io.cuvette.service.identity.TenantId;
import io.cuvette.service.loop.BackgroundLoop;
import io.cuvette.training.app.persistence.SweepRepository;
import io.cuvette.training.core.tuning.Proposal;
import io.cuvette.training.core.tuning.Study;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.context.ManagedExecutor;
import org.jboss.logging.Logger;

/**
 * Files the trials of sweeps: every few seconds, and at once when a sweep is filed or a job has
 * ended. It remembers nothing. What a search proposes is computed outside of any transaction and
 * filed in one that finds the sweep's version as it was; so a crash in between costs the
 * computation, and of two services that drive the same sweep one files.
 */
@ApplicationScoped
public class SweepDriver {

    private static final Logger LOG = Logger.getLogger(SweepDriver.class);

    private final SweepRepository sweeps;
    private final SweepTurns turns;
    private final ManagedExecutor executor;
    private final BackgroundLoop loop;
    private final AtomicBoolean signalled = new AtomicBoolean();
    private volatile boolean stopping;

    @Inject
    public SweepDriver(
            SweepRepository sweeps,
            SweepTurns turns,
            ManagedExecutor executor,
            MeterRegistry metrics) {
        this.sweeps = sweeps;
        this.turns = turns;
        this.executor = executor;
        this.loop = new BackgroundLoop("sweeps", metrics);
    }

    @Scheduled(
            identity = "sweeps",
            every = "${cuvette.sweeps.drive-every}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void regularly() {
        loop.turn(this::drive);
    }

    void onJob(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobChanged change) {
        if (change.state().finished()) {
            signal();
        }
    }

    void onSweep(@Observes(during = TransactionPhase.AFTER_SUCCESS) SweepChanged change) {
        signal();
    }

    private void signal() {
        if (signalled.compareAndSet(false, true)) {
            executor.execute(
                    () -> {
                        signalled.set(false);
                        loop.turn(this::drive);
                    });
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
    }

    private synchronized void drive() {
        List<SweepRepository.Due> due = QuarkusTransaction.requiringNew().call(sweeps::due);
        RuntimeException failure = null;
        for (SweepRepository.Due sweep : due) {
            try {
                turn(new TenantId(sweep.tenant()), sweep.id());
            } catch (RuntimeException e) {
                // one tenant's sweep must not hold up those of others
                LOG.debugf(e, "sweep %s", sweep.id());
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void turn(TenantId tenant, String sweepId) {
        Optional<SweepTurns.Standing> standing = turns.collect(tenant, sweepId);
        while (standing.isPresent() && standing.get().free() > 0 && !stopping) {
            SweepTurns.Standing now = standing.get();
            Optional<Proposal> next =
                    now.design()
                            .search()
                            .next(new Study(now.design().space(), now.seed(), now.trials()));
            standing = next.isEmpty() ? Optional.empty() : file(now, next.get());
        }
    }

    private Optional<SweepTurns.Standing> file(SweepTurns.Standing standing, Proposal proposal) {
        try {
            return turns.file(standing, proposal);
        } catch (ProblemException e) {
            if (e.code() == ErrorCode.TOO_MANY_REQUESTS) {
                LOG.debugf("sweep %s waits for the tenant's other jobs", standing.sweepId());
                return Optional.empty();
            }
            return turns.refuse(standing, proposal, reason(e));
        }
    }

    private static String reason(ProblemException e) {
        return e.errors().isEmpty()
                ? e.getMessage()
                : e.errors().get(0).field() + ": " + e.errors().get(0).message();
    }
}
