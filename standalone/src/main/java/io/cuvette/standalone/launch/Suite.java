package io.cuvette.standalone.launch;

import io.cuvette.standalone.config.DataFolder;
import io.cuvette.standalone.config.Environments;
import io.cuvette.standalone.config.Environments.DatabaseAccess;
import io.cuvette.standalone.config.Ports;
import io.cuvette.standalone.config.Secrets;
import io.cuvette.standalone.config.ServiceKind;
import io.cuvette.standalone.config.Settings;
import io.cuvette.standalone.embedded.EmbeddedObjectStore;
import io.cuvette.standalone.embedded.EmbeddedPostgres;
import io.cuvette.standalone.launch.SuiteState.DatabaseState;
import io.cuvette.standalone.launch.SuiteState.Phase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The suite on one machine: PostgreSQL, an S3 store in this process, and each built service as a
 * child process.
 */
public final class Suite implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Suite.class);
    private static final Duration READY_LIMIT = Duration.ofSeconds(90);

    private final Settings settings;
    private final LauncherLock lock;
    private EmbeddedPostgres postgres;
    private EmbeddedObjectStore store;
    private DatabaseWatch databaseWatch;
    private Supervisor supervisor;
    private volatile Phase phase = Phase.STARTING;
    private volatile String failure = "";

    /** Held while starting and while stopping: a stop waits until a start has given up. */
    private final Object lifecycle = new Object();

    /**
     * A suite that is not started.
     *
     * @param lock of the settings' data folder; released by {@link #close()}
     */
    public Suite(Settings settings, LauncherLock lock) {
        this.settings = settings;
        this.lock = lock;
    }

    /**
     * Starts everything and waits until it is ready.
     *
     * @throws IOException saying which part failed and what to do; everything is stopped again
     */
    public void start() throws IOException, InterruptedException {
        synchronized (lifecycle) {
            try {
                startAll();
                enter(Phase.READY);
            } catch (IOException | InterruptedException | RuntimeException e) {
                failure = e.getMessage() == null ? e.toString() : e.getMessage();
                stopAll();
                enter(Phase.FAILED);
                throw e;
            }
        }
    }

    private void startAll() throws IOException, InterruptedException {
        DataFolder data = settings.data();
        Leftovers.end(data);
        enter(Phase.STARTING);
        List<ServiceKind> built = settings.built();
        if (!built.contains(ServiceKind.GATEWAY)) {
            throw new IOException(
                    "below %s the gateway is not built; build with mvn package or name the folder with --services"
                            .formatted(settings.services()));
        }
        Ports ports = settings.ports();
        for (ServiceKind kind : built) {
            Ports.requireFree(ports.of(kind), kind.label(), "--" + kind.label() + "-port");
        }
        Ports.requireFree(ports.store(), "the object store", "--store-port");
        Secrets secrets = Secrets.readOrCreate(data.secrets());
        startServers(secrets);
        synchronized (this) {
            databaseWatch = new DatabaseWatch(postgres, RestartPolicy.standard(), this::record);
        }
        databaseWatch.start();
        Environments environments =
                new Environments(
                        settings,
                        secrets,
                        new DatabaseAccess(
                                "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/",
                                postgres.user(),
                                postgres.password()),
                        store.endpoint());
        List<ServiceSpec> specs = new ArrayList<>();
        for (ServiceKind kind : built) {
            specs.add(spec(kind, environments));
        }
        synchronized (this) {
            supervisor = new Supervisor(specs, RestartPolicy::standard, READY_LIMIT, this::record);
        }
        supervisor.start();
    }

    /** PostgreSQL and the store do not need each other. */
    private void startServers(Secrets secrets) throws IOException {
        DataFolder data = settings.data();
        postgres = EmbeddedPostgres.at(data.postgres(), settings.ports().postgres());
        store =
                EmbeddedObjectStore.at(
                        data.objects(),
                        settings.ports().store(),
                        secrets.store(),
                        Environments.BUCKET,
                        settings.browsers());
        CompletableFuture<Void> storeStarted =
                CompletableFuture.runAsync(
                        () -> {
                            try {
                                store.start();
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        });
        postgres.start();
        postgres.createDatabase("training");
        postgres.createDatabase("reactor_model");
        postgres.createDatabase("gateway");
        try {
            storeStarted.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof UncheckedIOException io
                    ? io.getCause()
                    : new IOException("the object store does not start", e.getCause());
        }
    }

    private ServiceSpec spec(ServiceKind kind, Environments environments) throws IOException {
        DataFolder data = settings.data();
        String marker = "-Dcuvette.data=" + data.root() + "#" + kind.label();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(kind.jvmFlags());
        command.add("-XX:+ExitOnOutOfMemoryError");
        command.add("-Djava.awt.headless=true");
        command.add(marker);
        command.add("-jar");
        command.add(kind.jar(settings.services()).toString());
        return new ServiceSpec(
                kind.label(),
                command,
                ClassArchive.of(
                        data.classes(),
                        kind.label(),
                        kind.jar(settings.services()).getParent(),
                        kind.jvmFlags()),
                marker,
                environments.of(kind),
                URI.create(settings.ports().url(kind) + "/q/health/ready"),
                data.logs().resolve(kind.label() + ".log"));
    }

    /** Stops everything in the reverse order, each part in order. */
    @Override
    public void close() throws IOException {
        synchronized (lifecycle) {
            if (phase != Phase.FAILED) {
                enter(Phase.STOPPING);
                stopAll();
                enter(Phase.STOPPED);
            }
            lock.close();
        }
    }

    private void stopAll() {
        Supervisor running;
        synchronized (this) {
            running = supervisor;
        }
        if (running != null) {
            running.close();
        }
        closing("the object store", store);
        closing("the watch of PostgreSQL", databaseWatch);
        closing("PostgreSQL", postgres);
    }

    private static void closing(String what, AutoCloseable part) {
        if (part == null) {
            return;
        }
        try {
            part.close();
        } catch (Exception e) {
            LOG.warn("{} did not stop in order: {}", what, e.toString());
        }
    }

    private void enter(Phase next) {
        phase = next;
        record();
    }

    /** Writes the state file. */
    private synchronized void record() {
        SuiteState state =
                new SuiteState(
                        phase,
                        ProcessHandle.current().pid(),
                        settings.address(),
                        settings.ports().store(),
                        settings.ports().postgres(),
                        databaseWatch == null ? DatabaseState.NONE : databaseWatch.state(),
                        supervisor == null ? List.of() : supervisor.states(),
                        failure);
        try {
            state.write(settings.data().stateFile());
        } catch (IOException e) {
            LOG.warn("the state file cannot be written: {}", e.toString());
        }
    }
}
