package io.cuvette.training.app.worker;

import io.cuvette.service.store.ObjectStore;
import io.cuvette.service.store.S3ObjectStore;
import io.cuvette.service.store.StoreConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process that trains one attempt of one job. Plain Java: all it needs is in its environment.
 * See {@link ExitCode} for how it ends.
 */
public final class WorkerMain {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerMain.class);

    private WorkerMain() {}

    public static void main(String[] arguments) {
        WorkerLog.open();
        WorkerEnvironment environment = WorkerEnvironment.of(System.getenv());
        ObjectStore store = S3ObjectStore.connect(StoreConfig.fromEnvironment(System.getenv()));
        TrainingClient client = new TrainingClient(environment);
        int exitCode;
        try (Heartbeats heartbeats =
                new Heartbeats(client, environment, WorkerMain::haltWithoutLease)) {
            exitCode = new AttemptRunner(environment, client, store, heartbeats).run();
        }
        LOG.info("ends with {}", exitCode);
        if (exitCode == ExitCode.HEAP_EXHAUSTED) {
            // hooks of libraries may want the memory that there is not
            Runtime.getRuntime().halt(exitCode);
        }
        System.exit(exitCode);
    }

    /** Not {@code exit}: no hook of a library may delay it, another attempt may already run. */
    private static void haltWithoutLease() {
        LOG.warn("lease lost, stopping at once");
        Runtime.getRuntime().halt(ExitCode.LEASE_LOST);
    }
}
