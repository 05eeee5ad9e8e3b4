package io.cuvette.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cuvette.standalone.config.ServiceKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The commands as processes, with a real PostgreSQL, a real store and small services. */
class StandaloneIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static Path services;
    private static Path data;
    private static int[] ports;

    @BeforeAll
    static void packServices() throws IOException {
        Path work = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "suite");
        services = work.resolve("services");
        data = work.resolve("data");
        for (ServiceKind kind : ServiceKind.values()) {
            pack(kind.jar(services));
        }
        List<Integer> free = new ArrayList<>();
        List<ServerSocket> sockets = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            sockets.add(socket);
            free.add(socket.getLocalPort());
        }
        for (ServerSocket socket : sockets) {
            socket.close();
        }
        ports = free.stream().mapToInt(Integer::intValue).toArray();
    }

    private static void pack(Path jar) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, FakeService.class.getName());
        String entry = FakeService.class.getName().replace('.', '/') + ".class";
        Files.createDirectories(jar.getParent());
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest);
                InputStream bytes = FakeService.class.getClassLoader().getResourceAsStream(entry)) {
            out.putNextEntry(new ZipEntry(entry));
            bytes.transferTo(out);
        }
    }

    private record Result(int code, String output) {}

    @AfterEach
    void down() throws Exception {
        run("down");
    }

    @Test
    void startsInAFolderOfItsOwnShowsItselfAndStopsInOrder() throws Exception {
        Result up = up("--detach");

        assertThat(up.code()).as(up.output()).isZero();
        assertThat(up.output())
                .contains("Cuvette is ready after")
                .contains("at http://127.0.0.1:" + ports[0])
                .contains("admin key:  " + data.resolve("admin-key"))
                .containsPattern("gateway +ready +pid \\d+ +\\d+ MiB")
                .containsPattern("PostgreSQL +ready +pid \\d+ +\\d+ MiB")
                .containsPattern("together +\\d+ MiB");
        assertSecretsAreTheOwnersOnly();
        String training = get(ports[1], "/environment");
        assertThat(training)
                .contains("QUARKUS_DATASOURCE_JDBC_URL=jdbc:postgresql://127.0.0.1:" + ports[4])
                .contains("CUVETTE_STORE_ENDPOINT=http://127.0.0.1:" + ports[3])
                .contains("CUVETTE_WORKER_FOLDER=" + data.resolve("workers"))
                .doesNotContain("SMALLRYE_JWT_SIGN_KEY_LOCATION");
        String gateway = get(ports[0], "/environment");
        assertThat(gateway)
                .contains("/gateway")
                .contains("SMALLRYE_JWT_SIGN_KEY_LOCATION=file://")
                .contains("CUVETTE_GATEWAY_SERVICES_TRAINING_URL=http://127.0.0.1:" + ports[1])
                .contains(
                        "CUVETTE_GATEWAY_SERVICES_BATCH_CORRECTION_URL=http://127.0.0.1:"
                                + ports[2])
                .contains(
                        "CUVETTE_GATEWAY_SERVICES_REACTOR_MODEL_URL=http://127.0.0.1:" + ports[5]);
        assertThat(get(ports[5], "/environment"))
                .contains(
                        "QUARKUS_DATASOURCE_JDBC_URL=jdbc:postgresql://127.0.0.1:"
                                + ports[4]
                                + "/reactor_model")
                .contains("CUVETTE_TRAINING_URL=http://127.0.0.1:" + ports[1]);

        Result again = up();
        assertThat(again.code()).isZero();
        assertThat(again.output())
                .isEqualTo(
                        "Cuvette is already running at http://127.0.0.1:%d (pid %d).%n"
                                .formatted(ports[0], state().get("launcherPid").asLong()));

        Result status = run("status");
        assertThat(status.code()).as(status.output()).isZero();
        assertThat(status.output()).containsPattern("training +ready");

        List<Long> pids = pids();
        Result down = run("down");
        assertThat(down.output()).isEqualTo("Cuvette has stopped.\n");
        assertThat(pids).noneMatch(StandaloneIT::lives);
        assertThat(data.resolve("postgres/data/postmaster.pid")).doesNotExist();
        assertThat(stoppedAt("gateway"))
                .isLessThanOrEqualTo(stoppedAt("reactor-model"))
                .isLessThanOrEqualTo(stoppedAt("batch-correction"))
                .isLessThanOrEqualTo(stoppedAt("training"));
        assertThat(stoppedAt("batch-correction")).isLessThanOrEqualTo(stoppedAt("training"));
        assertThat(run("status").code()).isEqualTo(StandaloneMain.NOT_RUNNING);
        assertThat(run("down").output()).isEqualTo("Cuvette is not running.\n");
    }

    @Test
    void startsADeadServiceAgain() throws Exception {
        assertThat(up("--detach").code()).isZero();
        long first = pidOf("training");

        ProcessHandle.of(first).orElseThrow().destroyForcibly();

        await().atMost(LIMIT)
                .ignoreExceptions()
                .until(() -> pidOf("training") > 0 && pidOf("training") != first);
        await().atMost(LIMIT).ignoreExceptions().until(() -> get(ports[1], "/q").equals("ready"));
        Result status = run("status");
        assertThat(status.code()).as(status.output()).isZero();
        assertThat(status.output()).containsPattern("training +ready .*restarted 1 times");
    }

    @Test
    void theNextStartUsesTheClassesOfTheOneBefore() throws Exception {
        assertThat(up("--detach").code()).isZero();
        run("down");
        try (Stream<Path> files = Files.list(data.resolve("classes"))) {
            assertThat(files.map(Path::toString))
                    .hasSize(ServiceKind.values().length)
                    .allMatch(file -> file.endsWith(".jsa"));
        }

        assertThat(up("--detach").code()).isZero();

        long training = pidOf("training");
        assertThat(commandLine(training))
                .contains("-XX:SharedArchiveFile=" + data.resolve("classes/training."));
        ProcessHandle.of(training).orElseThrow().destroyForcibly();
        await().atMost(LIMIT)
                .ignoreExceptions()
                .until(() -> pidOf("training") > 0 && pidOf("training") != training);
        assertThat(commandLine(pidOf("training")))
                .as("a killed process is not its classes' fault")
                .contains("-XX:SharedArchiveFile=");
    }

    @Test
    void startsADeadDatabaseAgain() throws Exception {
        assertThat(up("--detach").code()).isZero();
        long first = state().at("/database/pid").asLong();
        assertThat(lives(first)).isTrue();

        ProcessHandle.of(first).orElseThrow().destroyForcibly();

        await().atMost(LIMIT)
                .ignoreExceptions()
                .until(() -> state().at("/database/restarts").asInt() == 1);
        assertThat(state().at("/database/pid").asLong()).isPositive().isNotEqualTo(first);
        Result status = run("status");
        assertThat(status.code()).as(status.output()).isZero();
        assertThat(status.output()).containsPattern("PostgreSQL +ready .*restarted 1 times");
    }

    @Test
    void aKilledLauncherTakesItsServicesAlongAndTheNextOneStarts() throws Exception {
        assertThat(up("--detach").code()).isZero();
        long launcher = state().get("launcherPid").asLong();
        List<Long> children = pids();
        children.remove(launcher);

        ProcessHandle.of(launcher).orElseThrow().destroyForcibly();

        await().atMost(LIMIT).until(() -> children.stream().noneMatch(StandaloneIT::lives));
        assertThat(run("status").code()).isEqualTo(StandaloneMain.NOT_RUNNING);
        Result up = up("--detach");
        assertThat(up.code()).as(up.output()).isZero();
        assertThat(state().get("launcherPid").asLong()).isNotEqualTo(launcher);
    }

    @Test
    void downStopsTheDatabaseOfAKilledLauncher() throws Exception {
        assertThat(up("--detach").code()).isZero();
        long launcher = state().get("launcherPid").asLong();
        List<Long> pids = pids();
        ProcessHandle.of(launcher).orElseThrow().destroyForcibly();
        // services that still end would be told of
        await().atMost(LIMIT).until(() -> pids.stream().noneMatch(StandaloneIT::lives));

        assertThat(run("down").output()).isEqualTo("Cuvette has stopped.\n");
        assertThat(data.resolve("postgres/data/postmaster.pid")).doesNotExist();
    }

    @Test
    void inTheForegroundSigtermStopsEverything() throws Exception {
        Process up = process(List.of(), upArguments()).start();
        await().atMost(LIMIT).ignoreExceptions().until(() -> phase().equals("READY"));
        List<Long> pids = pids();

        up.destroy();

        assertThat(up.waitFor(30, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        assertThat(pids).noneMatch(StandaloneIT::lives);
        assertThat(phase()).isEqualTo("STOPPED");
    }

    @Test
    void namesThePortThatIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(ports[1], 1, InetAddress.getLoopbackAddress())) {
            Result up = up("--detach");

            assertThat(up.code()).isEqualTo(StandaloneMain.FAILED);
            assertThat(up.output())
                    .contains(
                            "error: port "
                                    + taken.getLocalPort()
                                    + ", wanted for training, is in use by another program; end"
                                    + " it or choose another with --training-port");
        }
    }

    @Test
    void showsTheLogOfAServiceThatDoesNotStartAndStopsTheRest() throws Exception {
        Result up = run(List.of("FAKE_FAILS_AT_START"), upArguments("--detach"));

        assertThat(up.code()).isEqualTo(StandaloneMain.FAILED);
        assertThat(up.output())
                .contains("training did not get ready: its process ended")
                .contains("cannot find the flux capacitor");
        assertThat(phase()).isEqualTo("FAILED");
        assertThat(data.resolve("postgres/data/postmaster.pid")).doesNotExist();
    }

    private static void assertSecretsAreTheOwnersOnly() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                .isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(data.resolve("secrets"))) {
            assertThat(files)
                    .hasSize(3)
                    .allSatisfy(
                            file ->
                                    assertThat(
                                                    PosixFilePermissions.toString(
                                                            Files.getPosixFilePermissions(file)))
                                            .isEqualTo("rw-------"));
        }
    }

    private static Result up(String... more) throws IOException, InterruptedException {
        return run(List.of(), upArguments(more));
    }

    private static String[] upArguments(String... more) {
        List<String> arguments = new ArrayList<>(List.of("up", "--services", services.toString()));
        List<String> names =
                List.of(
                        "--port",
                        "--training-port",
                        "--batch-correction-port",
                        "--store-port",
                        "--postgres-port",
                        "--reactor-model-port");
        for (int i = 0; i < names.size(); i++) {
            arguments.addAll(List.of(names.get(i), Integer.toString(ports[i])));
        }
        arguments.addAll(Arrays.asList(more));
        return arguments.toArray(String[]::new);
    }

    private static Result run(String... arguments) throws IOException, InterruptedException {
        return run(List.of(), arguments);
    }

    private static Result run(List<String> flags, String... arguments)
            throws IOException, InterruptedException {
        Process process = process(flags, arguments).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output);
    }

    private static ProcessBuilder process(List<String> flags, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
        command.add(System.getProperty("java.class.path"));
        command.add(StandaloneMain.class.getName());
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("CUVETTE_HOME", data.toString());
        flags.forEach(flag -> builder.environment().put(flag, "true"));
        return builder;
    }

    private static JsonNode state() throws IOException {
        return JSON.readTree(data.resolve("state.json").toFile());
    }

    private static String phase() throws IOException {
        return state().get("phase").asText();
    }

    private static long pidOf(String service) throws IOException {
        for (JsonNode found : state().get("services")) {
            if (found.get("name").asText().equals(service)) {
                return found.get("pid").asLong();
            }
        }
        throw new AssertionError("no service " + service);
    }

    private static List<Long> pids() throws IOException {
        List<Long> pids = new ArrayList<>();
        pids.add(state().get("launcherPid").asLong());
        for (JsonNode service : state().get("services")) {
            pids.add(service.get("pid").asLong());
        }
        return pids;
    }

    /** A process that ended and was not reaped has no command line any more. */
    private static boolean lives(long pid) {
        try {
            return !commandLine(pid).isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    private static String commandLine(long pid) throws IOException {
        return Files.readString(Path.of("/proc", Long.toString(pid), "cmdline")).replace('\0', ' ');
    }

    private static long stoppedAt(String service) throws IOException {
        String log = Files.readString(data.resolve("logs").resolve(service + ".log"));
        Matcher matcher = Pattern.compile("stopped at (\\d+)").matcher(log);
        long last = -1;
        while (matcher.find()) {
            last = Long.parseLong(matcher.group(1));
        }
        assertThat(last).as("%s stopped in order; its log: %s", service, log).isPositive();
        return last;
    }

    private static String get(int port, String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
