package io.cuvette.demo;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The real suite of a built repository, started by its launcher in a data folder of its own on free
 * ports, beside any other suite of this machine.
 */
public final class LocalSuite implements AutoCloseable {

    private static final int START_SECONDS = 180;

    private final Path root;
    private final Path home;
    private final List<Integer> ports;

    private LocalSuite(Path root, Path home, List<Integer> ports) {
        this.root = root;
        this.home = home;
        this.ports = ports;
    }

    /**
     * Starts everything and returns when it is ready.
     *
     * @param root of the repository, whose services are built
     * @param home data folder, kept by {@link #close}
     * @throws IOException with what the launcher said, when the suite does not come up
     */
    public static LocalSuite start(Path root, Path home) throws IOException, InterruptedException {
        LocalSuite suite = new LocalSuite(root.toAbsolutePath(), home, freePorts(6));
        suite.launcher("up", "--detach", "--services", suite.root.toString());
        return suite;
    }

    public Path home() {
        return home;
    }

    public URI gateway() {
        return URI.create("http://127.0.0.1:" + ports.get(0));
    }

    /** Where its workers report to, which tells them from those of another suite. */
    public URI training() {
        return URI.create("http://127.0.0.1:" + ports.get(1));
    }

    /** Speaks as the administrator of tenant {@code default}. */
    public CuvetteClient admin() throws IOException {
        return new CuvetteClient(gateway(), Files.readString(home.resolve("admin-key")).strip());
    }

    /** Stops everything in order; the data stays. */
    @Override
    public void close() throws IOException {
        try {
            launcher("down");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the suite was stopping", e);
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
        builder.environment().put("CUVETTE_REACTOR_MODEL_PORT", ports.get(5).toString());
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
        if (!ended || process.exitValue() != 0) {
            throw new IOException(
                    "launcher %s:%n%s"
                            .formatted(List.of(arguments), Files.readString(log.toPath())));
        }
    }

    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        List<Integer> ports = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                sockets.add(socket);
                ports.add(socket.getLocalPort());
            }
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
        return ports;
    }
}
