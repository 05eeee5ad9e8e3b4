package io.cuvette.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.demo.CuvetteClient;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The real suite, started by its launcher in a fresh data folder on free ports; one for all system
 * tests of a run, stopped when the JVM ends.
 */
final class Suite {

    private static final int START_SECONDS = 180;
    private static Suite running;

    private final Path root;
    private final Path home;
    private final List<Integer> ports;

    private Suite(Path root, Path home, List<Integer> ports) {
        this.root = root;
        this.home = home;
        this.ports = ports;
    }

    static synchronized Suite started() throws IOException, InterruptedException {
        if (running == null) {
            Path root = Path.of("").toAbsolutePath().getParent().getParent();
            Suite suite =
                    new Suite(root, Files.createTempDirectory("cuvette-system"), freePorts(5));
            Runtime.getRuntime().addShutdownHook(new Thread(suite::stopQuietly));
            suite.launcher("up", "--detach", "--services", root.toString());
            running = suite;
        }
        return running;
    }

    Path home() {
        return home;
    }

    URI gateway() {
        return URI.create("http://127.0.0.1:" + ports.get(0));
    }

    /** Speaks as the administrator of tenant {@code default}. */
    CuvetteClient admin() throws IOException {
        return new CuvetteClient(gateway(), Files.readString(home.resolve("admin-key")).strip());
    }

    /** A client of another tenant, by a key that the administrator makes for it. */
    CuvetteClient tenant(String tenant) throws IOException, InterruptedException {
        CuvetteClient admin = admin();
        String key =
                admin.post(
                                "/api/v1/api-keys",
                                admin.object().put("name", "test " + tenant).put("tenant", tenant))
                        .get("key")
                        .asText();
        return new CuvetteClient(gateway(), key);
    }

    /** Kills every worker process of this suite hard, and says how many there were. */
    long killWorkers() {
        return ProcessHandle.allProcesses()
                .filter(this::isWorker)
                .peek(ProcessHandle::destroyForcibly)
                .count();
    }

    /**
     * A worker knows its suite by the address it reports to, which Linux shows in its environment.
     */
    private boolean isWorker(ProcessHandle process) {
        boolean worker =
                process.info().commandLine().filter(c -> c.contains("WorkerMain")).isPresent();
        if (!worker) {
            return false;
        }
        try {
            String environment =
                    Files.readString(
                            Path.of("/proc", Long.toString(process.pid()), "environ"),
                            StandardCharsets.ISO_8859_1);
            return environment.contains(
                    "CUVETTE_WORKER_CALLBACK_URL=http://127.0.0.1:" + ports.get(1));
        } catch (IOException e) {
            return false;
        }
    }

    private void launcher(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of("-Xmx384m", "-cp", root.resolve("standalone/target/standalone") + "/*"));
        command.add("io.cuvette.standalone.cli.StandaloneMain");
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("CUVETTE_HOME", home.toString());
        builder.environment().put("CUVETTE_GATEWAY_PORT", ports.get(0).toString());
        builder.environment().put("CUVETTE_TRAINING_PORT", ports.get(1).toString());
        builder.environment().put("CUVETTE_BATCH_CORRECTION_PORT", ports.get(2).toString());
        builder.environment().put("CUVETTE_POSTGRES_PORT", ports.get(3).toString());
        builder.environment().put("CUVETTE_STORE_PORT", ports.get(4).toString());
        File log = home.resolve("launcher.out").toFile();
        // never a pipe: the detached suite would inherit it and keep the reader waiting
        Process process =
                builder.redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                        .start();
        boolean ended = process.waitFor(START_SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly();
        }
        assertThat(ended && process.exitValue() == 0)
                .as("launcher %s:%n%s", List.of(arguments), Files.readString(log.toPath()))
                .isTrue();
    }

    private void stopQuietly() {
        try {
            launcher("down");
        } catch (IOException | InterruptedException | AssertionError e) {
            System.err.println("the suite did not stop cleanly: " + e.getMessage());
        }
    }

    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            sockets.add(socket);
            ports.add(socket.getLocalPort());
        }
        for (ServerSocket socket : sockets) {
            socket.close();
        }
        return ports;
    }
}
