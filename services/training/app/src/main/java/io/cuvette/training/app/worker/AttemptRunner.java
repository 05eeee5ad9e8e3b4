package io.cuvette.training.app.worker;

import io.cuvette.data.finding.DataException;
import io.cuvette.service.store.KeyPrefix;
import io.cuvette.service.store.ObjectStore;
import io.cuvette.service.store.StoredObject;
import io.cuvette.training.app.service.FailureCode;
import io.cuvette.training.app.worker.protocol.Assignment;
import io.cuvette.training.app.worker.protocol.FailureReport;
import io.cuvette.training.app.worker.protocol.PublishRequest;
import io.cuvette.training.core.accounting.JobMeter;
import io.cuvette.training.core.catalogue.Recipe;
import io.cuvette.training.core.program.TrainingContext;
import io.cuvette.training.core.program.TrainingFailedException;
import io.cuvette.training.core.program.TrainingProgram;
import io.cuvette.training.core.program.TrainingPrograms;
import io.cuvette.training.core.program.TrainingStoppedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One attempt from assignment to publication. */
final class AttemptRunner {

    private static final Logger LOG = LoggerFactory.getLogger(AttemptRunner.class);

    private final WorkerEnvironment environment;
    private final TrainingClient client;
    private final ObjectStore store;
    private final Heartbeats heartbeats;
    private final Retry retry;

    AttemptRunner(
            WorkerEnvironment environment,
            TrainingClient client,
            ObjectStore store,
            Heartbeats heartbeats) {
        this.environment = environment;
        this.client = client;
        this.store = store;
        this.heartbeats = heartbeats;
        this.retry = new Retry(environment.outageBudget());
    }

    /**
     * @return the exit code of the process
     */
    int run() {
        try {
            try {
                train();
                return ExitCode.DONE;
            } catch (TrainingStoppedException e) {
                LOG.info("stopped on request: {}", heartbeats.stopRequest());
                tell("report of the stop", client::stopped);
                return ExitCode.STOPPED;
            } catch (TrainingFailedException e) {
                LOG.error("training failed", e);
                return fail(
                        new FailureReport(
                                FailureCode.TRAINING_FAILED, message(e), e.findings(), false));
            } catch (DataException e) {
                LOG.error("the dataset cannot be read", e);
                return fail(
                        new FailureReport(
                                FailureCode.TRAINING_FAILED,
                                message(e),
                                List.of(e.finding()),
                                false));
            } catch (LeaseLostException e) {
                throw e;
            } catch (OutOfMemoryError e) {
                // direct buffers and threads: the JVM ends itself for the heap alone
                LOG.error("out of memory", e);
                return ExitCode.HEAP_EXHAUSTED;
            } catch (Error e) {
                // a library that does not load or a stack too deep fails the next attempt as well
                LOG.error("the attempt failed", e);
                return fail(unexpected(false));
            } catch (IOException | RuntimeException e) {
                LOG.error("the attempt failed", e);
                return fail(unexpected(true));
            }
        } catch (LeaseLostException e) {
            LOG.warn("lease lost");
            return ExitCode.LEASE_LOST;
        } catch (IOException e) {
            LOG.error("the service cannot be told", e);
            return ExitCode.LEASE_LOST;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.LEASE_LOST;
        }
    }

    private void train()
            throws IOException,
                    InterruptedException,
                    TrainingFailedException,
                    TrainingStoppedException {
        Assignment assignment = retry.call("fetching the assignment", client::assignment);
        TrainingProgram program = program(assignment.family());
        LOG.info(
                "job {} attempt {}: {} {}",
                assignment.jobId(),
                assignment.attempt(),
                program.family(),
                program.codeVersion());
        JobMeter meter = Recipe.accounting(assignment.settings()).start();
        try (ProgressReporter progress =
                new ProgressReporter(client::progress, meter, ProgressReporter.Pace.STANDARD)) {
            Path folder = environment.folder();
            Downloads downloads = new Downloads(store, retry, folder);
            Optional<Path> dataset = downloads.dataset(assignment.dataset());
            Optional<Path> base = downloads.base(assignment.base());
            InheritedState inherited = new InheritedState(downloads.start(assignment.start()));
            Path output = Files.createDirectories(folder.resolve("output"));
            TrainingContext context =
                    new WorkerContext(
                            assignment,
                            dataset,
                            base,
                            inherited,
                            Files.createDirectories(folder.resolve("scratch")),
                            output,
                            new ObjectCheckpointStore(
                                    store,
                                    client,
                                    retry,
                                    assignment,
                                    Files.createDirectories(folder.resolve("checkpoints"))),
                            progress,
                            heartbeats);
            try {
                program.run(context);
            } finally {
                // the last words of a run, however it ended
                progress.flush();
            }
            inherited.requireTaken(assignment.family());
            publish(assignment, program, output, progress.metrics());
        }
    }

    private static TrainingProgram program(String family) throws TrainingFailedException {
        return TrainingPrograms.load()
                .find(family)
                .orElseThrow(
                        () ->
                                new TrainingFailedException(
                                        "This worker has no program for the family " + family));
    }

    private void publish(
            Assignment assignment,
            TrainingProgram program,
            Path output,
            Map<String, Double> metrics)
            throws IOException, InterruptedException {
        KeyPrefix prefix = new KeyPrefix(assignment.modelKeyPrefix());
        List<PublishRequest.PublishedFile> artifacts = new ArrayList<>();
        for (Path file : files(output)) {
            String path = output.relativize(file).toString();
            StoredObject stored =
                    retry.call("upload of " + path, () -> store.put(prefix.resolve(path), file));
            artifacts.add(
                    new PublishRequest.PublishedFile(
                            path, stored.sizeBytes(), stored.sha256().hex()));
        }
        PublishRequest request = new PublishRequest(artifacts, metrics, program.codeVersion());
        heartbeats.finishing();
        int version = retry.call("publication", () -> client.publish(request));
        LOG.info("published as version {}", version);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private int fail(FailureReport report) throws IOException, InterruptedException {
        tell("report of the failure", () -> client.failure(report));
        return ExitCode.FAILED;
    }

    /** What went wrong may name paths and classes, which are for the log only. */
    private static FailureReport unexpected(boolean retryable) {
        return new FailureReport(
                FailureCode.WORKER_ERROR,
                "The worker failed unexpectedly. " + FailureCode.WORKER_ERROR.advice(),
                List.of(),
                retryable);
    }

    private interface Telling {
        void run() throws IOException, InterruptedException;
    }

    private void tell(String what, Telling telling) throws IOException, InterruptedException {
        heartbeats.finishing();
        retry.call(
                what,
                () -> {
                    telling.run();
                    return what;
                });
    }

    private static String message(Exception e) {
        return e.getMessage() == null ? "Training failed." : e.getMessage();
    }
}
