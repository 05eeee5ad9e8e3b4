package io.cuvette.training.app.service;

import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.service.loop.BackgroundLoop;
import io.cuvette.training.app.config.DatasetsConfig;
import io.cuvette.training.app.persistence.DatasetEntity;
import io.cuvette.training.app.persistence.DatasetRepository;
import io.cuvette.training.app.persistence.DatasetRepository.ValidationTicket;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.jboss.logging.Logger;

/**
 * Works off the datasets in state {@code VALIDATING}, a bounded number at a time. Each is leased;
 * when this process dies, another one (or this one, restarted) takes it up again.
 */
@ApplicationScoped
public class DatasetValidations {

    private static final Logger LOG = Logger.getLogger(DatasetValidations.class);

    private static final int LONGEST_PAUSE_FACTOR = 32;

    private static final Finding GAVE_UP =
            Finding.error(
                    FindingCode.EXCEEDS_RESOURCES,
                    "",
                    "the file could not be checked: every try was cut off; upload it again, and if"
                            + " that does not help, have the training host looked at");

    private final DatasetRepository datasets;
    private final DatasetInspector inspector;
    private final DatasetsConfig config;
    private final ExecutorService executor;
    private final Map<ValidationTicket, Future<?>> running = new ConcurrentHashMap<>();
    private final BackgroundLoop loop;

    @Inject
    public DatasetValidations(
            DatasetRepository datasets,
            DatasetInspector inspector,
            DatasetsConfig config,
            MeterRegistry metrics) {
        this.datasets = datasets;
        this.inspector = inspector;
        this.config = config;
        this.loop = new BackgroundLoop("validation", metrics);
        this.executor =
                Executors.newFixedThreadPool(
                        config.parallelValidations(),
                        task -> {
                            Thread thread = new Thread(task, "validation");
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    @Scheduled(
            identity = "validations",
            every = "${cuvette.datasets.validate-every}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void regularly() {
        loop.turn(
                () -> {
                    prolongRunning();
                    startWaiting();
                });
    }

    void onUpload(
            @Observes(during = TransactionPhase.AFTER_SUCCESS)
                    DatasetService.DatasetUploaded upload) {
        executor.execute(() -> loop.turn(this::startWaiting));
    }

    private void prolongRunning() {
        for (Map.Entry<ValidationTicket, Future<?>> entry : running.entrySet()) {
            boolean mine =
                    QuarkusTransaction.requiringNew()
                            .call(
                                    () ->
                                            datasets.prolongValidation(
                                                    entry.getKey(), config.validationLease()));
            if (!mine) {
                // deleted meanwhile, or taken over after this process was away
                entry.getValue().cancel(true);
            }
        }
    }

    private synchronized void startWaiting() {
        while (running.size() < config.parallelValidations()) {
            Optional<ValidationTicket> next =
                    QuarkusTransaction.requiringNew()
                            .call(() -> datasets.takeNextValidation(config.validationLease()));
            if (next.isEmpty()) {
                return;
            }
            ValidationTicket ticket = next.get();
            FutureTask<Void> task = new FutureTask<>(() -> validate(ticket), null);
            running.put(ticket, task);
            executor.execute(task);
        }
    }

    private void validate(ValidationTicket ticket) {
        try {
            Optional<DatasetEntity> dataset =
                    QuarkusTransaction.requiringNew()
                            .call(() -> datasets.find(ticket.tenant(), ticket.datasetId()));
            if (dataset.isPresent()) {
                ValidationReport report =
                        ticket.attempt() > config.validationAttempts()
                                ? ValidationReport.refused(GAVE_UP)
                                : inspector.inspect(dataset.get());
                QuarkusTransaction.requiringNew().run(() -> record(ticket, report));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.warnf(
                    "validation %d of dataset %s will be tried again: %s",
                    ticket.attempt(), ticket.datasetId(), e);
            postpone(ticket);
        } finally {
            running.remove(ticket);
        }
    }

    /** The store or the database is away, or the disk is full: the next try begins later. */
    private void postpone(ValidationTicket ticket) {
        try {
            Duration pause = pauseAfter(ticket.attempt(), config.validationLease());
            QuarkusTransaction.requiringNew().run(() -> datasets.prolongValidation(ticket, pause));
        } catch (RuntimeException e) {
            LOG.warnf("the lease of dataset %s runs out instead: %s", ticket.datasetId(), e);
        }
    }

    /** Doubles with each attempt, up to {@value #LONGEST_PAUSE_FACTOR} leases. */
    static Duration pauseAfter(int attempt, Duration lease) {
        int doublings = Math.min(attempt - 1, Integer.SIZE - 2);
        return lease.multipliedBy(Math.min(1 << doublings, LONGEST_PAUSE_FACTOR));
    }

    private void record(ValidationTicket ticket, ValidationReport report) {
        Optional<DatasetEntity> locked = datasets.lock(ticket.tenant(), ticket.datasetId());
        if (locked.isEmpty() || !datasets.prolongValidation(ticket, Duration.ZERO)) {
            return;
        }
        DatasetEntity dataset = locked.get();
        dataset.state = report.usable() ? DatasetState.READY : DatasetState.INVALID;
        dataset.findings = report.findings();
        dataset.description = report.description().orElse(null);
        dataset.preview = report.preview().orElse(null);
        dataset.updatedAt = Instant.now();
        LOG.infof("dataset %s is %s", dataset.id, dataset.state);
    }

    void stop(@Observes ShutdownEvent event) {
        executor.shutdownNow();
    }
}
