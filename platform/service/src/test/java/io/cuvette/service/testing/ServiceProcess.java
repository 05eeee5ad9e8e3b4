package io.cuvette.service.testing;

import static org.awaitility.Awaitility.await;

import io.restassured.RestAssured;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged service as a process of its own, which can be killed and started again. */
public final class ServiceProcess implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");

    private final Map<String, String> configuration;
    private final int port;
    private Process process;

    /**
     * @param configuration every key but the port, which is chosen here and kept over restarts, as
     *     workers call back there
     */
    public ServiceProcess(Map<String, String> configuration) throws IOException {
        this.configuration = Map.copyOf(configuration);
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = socket.getLocalPort();
        }
    }

    /** Whether the service was packaged, as it is when integration tests run. */
    public static boolean isPackaged() {
        return Files.isRegularFile(JAR);
    }

    public int port() {
        return port;
    }

    /** Starts the process and waits until it is ready. */
    public void start() throws IOException {
        File log = Path.of("target", "service-process.log").toFile();
        process =
                new ProcessBuilder(command(configuration, port))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                        .start();
        await("the service is ready; its log is target/service-process.log")
                .atMost(START_LIMIT)
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptions()
                .until(
                        () ->
                                RestAssured.get("http://127.0.0.1:" + port + "/q/health/ready")
                                                .statusCode()
                                        == 200);
    }

    /**
     * What a service says that must not start with this configuration.
     *
     * @throws IllegalStateException when it starts, or ends as if all were well
     */
    public static String refusal(Map<String, String> configuration)
            throws IOException, InterruptedException {
        Path log = Files.createTempFile(Path.of("target"), "refusal", ".log");
        Process process =
                new ProcessBuilder(command(configuration, 0))
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        try {
            if (!process.waitFor(START_LIMIT.toSeconds(), TimeUnit.SECONDS)
                    || process.exitValue() == 0) {
                throw new IllegalStateException("the service was not refused");
            }
            return Files.readString(log);
        } finally {
            process.destroyForcibly();
        }
    }

    private static List<String> command(Map<String, String> configuration, int port) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx256m");
        command.add("-XX:+UseSerialGC");
        command.add("-XX:TieredStopAtLevel=1");
        configuration.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.add("-Dquarkus.http.host=127.0.0.1");
        command.add("-Dquarkus.http.port=" + port);
        command.add("-jar");
        command.add(JAR.toAbsolutePath().toString());
        return command;
    }

    /** Ends the process as the kernel would: nothing is handed over. */
    public void kill9() throws InterruptedException {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Asks the process to end in order. */
    public void stop() throws InterruptedException {
        process.destroy();
        awaitEnd();
    }

    private void awaitEnd() throws InterruptedException {
        if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("the service does not end");
        }
    }

    /** The worker processes of the running service. */
    public List<ProcessHandle> workers() {
        return process.children().toList();
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
        }
    }
}
