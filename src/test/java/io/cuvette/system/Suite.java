package io.cuvette.system;

import io.cuvette.demo.CuvetteClient;
import io.cuvette.demo.LocalSuite;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The real suite, started by its launcher in a fresh data folder on free ports; one for all system
 * tests of a run, stopped when the JVM ends.
 */
final class Suite {

    private static Suite running;

    private final LocalSuite suite;

    private Suite(LocalSuite suite) {
        this.suite = suite;
    }

    static synchronized Suite started() throws IOException, InterruptedException {
        if (running == null) {
            Path root = Path.of("").toAbsolutePath().getParent().getParent();
            Suite started =
                    new Suite(LocalSuite.start(root, Files.createTempDirectory("cuvette-system")));
            Runtime.getRuntime().addShutdownHook(new Thread(started::stopQuietly));
            running = started;
        }
        return running;
    }

    Path home() {
        return suite.home();
    }

    URI gateway() {
        return suite.gateway();
    }

    /** Speaks as the administrator of tenant {@code default}. */
    CuvetteClient admin() throws IOException {
        return suite.admin();
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
            return environment.contains("CUVETTE_WORKER_CALLBACK_URL=" + suite.training());
        } catch (IOException e) {
            return false;
        }
    }

    private void stopQuietly() {
        try {
            suite.close();
        } catch (IOException e) {
            System.err.println("the suite did not stop cleanly: " + e.getMessage());
        }
    }
}
