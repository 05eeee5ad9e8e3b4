package io.cuvette.standalone.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Starts processes that do not outlive the launcher, however it ends.
 *
 * <p>{@code setpriv --pdeathsig} asks the kernel to signal the child when its parent dies, which is
 * when the <em>thread</em> that started it ends (prctl(2), PR_SET_PDEATHSIG). So one thread starts
 * all of them and lives as long as the launcher. Where setpriv is missing, the next {@code up} ends
 * what is left.
 */
final class Spawner implements AutoCloseable {
    private static final Path SETPRIV = Path.of("/usr/bin/setpriv");

    /** A session of its own: Ctrl-C reaches the launcher only, which stops the rest in order. */
    private static final Path SETSID = Path.of("/usr/bin/setsid");

    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    task -> {
                        Thread created = new Thread(task, "spawner");
                        created.setDaemon(true);
                        return created;
                    });

    /** Starts the process; its two outputs are one stream. */
    Process start(ServiceSpec spec) throws IOException {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(SETSID)) {
            command.add(SETSID.toString());
        }
        if (Files.isExecutable(SETPRIV)) {
            command.addAll(List.of(SETPRIV.toString(), "--pdeathsig", "TERM"));
        }
        command.addAll(spec.commandNow());
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().putAll(spec.environment());
        try {
            return thread.submit(builder::start).get();
        } catch (ExecutionException e) {
            throw new IOException("cannot start " + spec.name(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while starting " + spec.name(), e);
        }
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
