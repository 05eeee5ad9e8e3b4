package io.cuvette.training.app.launcher;

import io.cuvette.service.store.StoreConfig;
import io.cuvette.training.app.config.WorkerConfig;
import io.cuvette.training.app.launcher.WorkerFolders.Attempt;
import io.cuvette.training.app.service.AttemptRef;
import io.cuvette.training.app.worker.WorkerEnvironment;
import io.cuvette.training.app.worker.WorkerMain;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.quarkus.vertx.http.HttpServer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * One child JVM a worker on this host.
 *
 * <p>When the service dies, its workers go on: they talk to it over HTTP with their own token, so a
 * restarted service simply hears their heartbeats and adopts nothing. A worker whose lease was
 * given away ends itself. When the service is stopped in order, its workers are stopped with it and
 * their jobs go back to the queue.
 */
@Startup
@ApplicationScoped
public class LocalLauncher implements Launcher {

    private static final Logger LOG = Logger.getLogger(LocalLauncher.class);
    private static final long STOP_SECONDS = 5;

    private final WorkerConfig config;
    private final StoreConfig store;
    private final ExitListener exits;
    private final HttpServer server;
    private final Map<Key, Running> running = new ConcurrentHashMap<>();
    private volatile boolean shuttingDown;

    private record Key(String jobId, int attempt) {}

    /**
     * @param reported done once the process has ended and its end was handled
     */
    private record Running(Process process, CompletableFuture<Void> reported) {}

    @Inject
    public LocalLauncher(
            WorkerConfig config,
            StoreConfig store,
            ExitListener exits,
            HttpServer server,
            MeterRegistry metrics) {
        metrics.gaugeMapSize("cuvette.workers.running", Tags.empty(), running);
        this.config = config;
        this.store = store;
        this.exits = exits;
        this.server = server;
    }

    @Override
    public void launch(LaunchRequest request) throws IOException {
        if (shuttingDown) {
            throw new IOException("the service is going down");
        }
        Key key = new Key(request.attempt().jobId(), request.attempt().attempt());
        Attempt attempt = new Attempt(key.jobId, key.attempt);
        Path scratch = Files.createDirectories(WorkerFolders.scratch(config, attempt));
        Path log = WorkerFolders.log(config, attempt);
        Files.createDirectories(log.getParent());

        ProcessBuilder builder = new ProcessBuilder(command(request));
        builder.directory(scratch.toFile());
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        ChildEnvironment.restrict(builder.environment());
        builder.environment().putAll(variables(request, scratch));

        Process process = builder.start();
        LOG.infof(
                "worker of job %s attempt %d is process %d", key.jobId, key.attempt, process.pid());
        CompletableFuture<Void> reported =
                process.onExit().thenAccept(ended -> ended(request, ended.exitValue(), scratch));
        running.put(key, new Running(process, reported));
        if (reported.isDone()) {
            running.remove(key);
        }
    }

    private void ended(LaunchRequest request, int exitCode, Path scratch) {
        AttemptRef attempt = request.attempt();
        WorkerFolders.deleteQuietly(scratch);
        exits.exited(attempt, exitCode, shuttingDown);
        running.remove(new Key(attempt.jobId(), attempt.attempt()));
    }

    private List<String> command(LaunchRequest request) {
        List<String> command = new ArrayList<>();
        command.add(JavaCommand.executable(config));
        command.add("-Xmx" + request.heapBytes());
        command.add("-XX:+ExitOnOutOfMemoryError");
        command.add("-Djava.awt.headless=true");
        command.add("-Djava.util.logging.manager=org.jboss.logmanager.LogManager");
        command.addAll(config.jvmOptions());
        command.add(WorkerMain.class.getName());
        return command;
    }

    private Map<String, String> variables(LaunchRequest request, Path scratch) {
        Map<String, String> variables = new HashMap<>(store.toEnvironment());
        variables.putAll(
                Map.ofEntries(
                        Map.entry("CLASSPATH", JavaCommand.classPath(config)),
                        Map.entry(WorkerEnvironment.JOB_ID, request.attempt().jobId()),
                        Map.entry(
                                WorkerEnvironment.JOB_ATTEMPT,
                                Integer.toString(request.attempt().attempt())),
                        Map.entry(WorkerEnvironment.JOB_TOKEN, request.token().text()),
                        Map.entry(WorkerEnvironment.CALLBACK_URL, callbackUrl()),
                        Map.entry(WorkerEnvironment.FOLDER, scratch.toString()),
                        Map.entry(WorkerEnvironment.HEARTBEAT, config.heartbeat().toString()),
                        Map.entry(
                                WorkerEnvironment.OUTAGE_BUDGET,
                                config.outageBudget().toString())));
        return variables;
    }

    private String callbackUrl() {
        return config.callbackUrl()
                .map(URI::toString)
                .orElseGet(() -> "http://127.0.0.1:" + server.getPort());
    }

    @Override
    public void kill(String jobId, int attempt) {
        Running worker = running.get(new Key(jobId, attempt));
        if (worker != null) {
            worker.process.destroyForcibly();
        }
    }

    /** Process id of a running attempt, for operators and fault tests. */
    public OptionalLong processId(String jobId, int attempt) {
        Running worker = running.get(new Key(jobId, attempt));
        return worker == null ? OptionalLong.empty() : OptionalLong.of(worker.process.pid());
    }

    void stop(@Observes ShutdownEvent event) {
        shuttingDown = true;
        List<Running> workers = List.copyOf(running.values());
        workers.forEach(worker -> worker.process.destroy());
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(STOP_SECONDS);
        for (Running worker : workers) {
            try {
                if (!worker.process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    worker.process.destroyForcibly();
                }
                // its job goes back to the queue while the database is still there
                worker.reported.get(STOP_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (ExecutionException | TimeoutException e) {
                LOG.warnf("end of worker process %d not recorded: %s", worker.process.pid(), e);
            }
        }
    }
}
