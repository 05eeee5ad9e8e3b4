package io.cuvette.standalone.embedded;

import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The server's process. It is our direct child, not pg_ctl's, so that a killed one is reaped by
 * this process even where process 1 reaps nothing.
 */
final class ServerProcess {

    private static final long LOG_ROTATION_BYTES = 10L << 20;
    private static final int SHOWN_LOG_BYTES = 2_000;
    private static final long POLL_MILLIS = 25;

    private ServerProcess() {}

    /** Starts it in a session of its own: Ctrl-C in the terminal must not reach it before us. */
    static Process spawn(Path home, List<String> command, Path log) throws IOException {
        List<String> detached = new ArrayList<>();
        detached.add("setsid");
        detached.addAll(command);
        ProcessBuilder builder =
                new ProcessBuilder(detached)
                        .directory(home.toFile())
                        .redirectErrorStream(true)
                        .redirectInput(new File("/dev/null"))
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("LC_ALL", "C");
        return builder.start();
    }

    /**
     * Waits until the server accepts connections.
     *
     * @param child our child, or null when the server was started by an earlier process
     */
    static Postmaster awaitReady(Path data, Process child, Duration limit, Path log)
            throws IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<Postmaster> found = Postmaster.find(data);
            boolean ours = child == null || found.filter(p -> p.pid() == child.pid()).isPresent();
            if (ours && found.isPresent() && found.get().ready()) {
                return found.get();
            }
            boolean gone = child == null ? found.isEmpty() : !child.isAlive();
            if (gone) {
                throw new IOException("PostgreSQL ended while starting: " + tail(log));
            }
            sleep();
        }
        throw new IOException(
                "PostgreSQL was not ready within %d s: %s".formatted(limit.toSeconds(), tail(log)));
    }

    /** SIGKILL to the server, then to its sessions, and waits until all are gone. */
    static void killTree(long pid, Duration limit) throws IOException {
        ProcessHandle server =
                ProcessHandle.of(pid)
                        .orElseThrow(() -> new IOException("process " + pid + " is gone"));
        List<ProcessHandle> all = new ArrayList<>(List.of(server));
        all.addAll(server.descendants().toList());
        all.forEach(ProcessHandle::destroyForcibly);
        long deadline = System.nanoTime() + limit.toNanos();
        while (all.stream().anyMatch(ServerProcess::runs)) {
            if (System.nanoTime() > deadline) {
                throw new IOException("PostgreSQL did not end by SIGKILL within " + limit);
            }
            sleep();
        }
    }

    /** Keeps the log bounded: one older file. */
    static void rotate(Path log) throws IOException {
        if (Files.exists(log) && Files.size(log) > LOG_ROTATION_BYTES) {
            Files.move(
                    log,
                    log.resolveSibling(log.getFileName() + ".1"),
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static boolean runs(ProcessHandle process) {
        return process.isAlive() && !ProcessTable.isDefunct(process.pid());
    }

    private static String tail(Path log) throws IOException {
        if (!Files.exists(log)) {
            return "it wrote no log";
        }
        byte[] bytes = Files.readAllBytes(log);
        int from = Math.max(0, bytes.length - SHOWN_LOG_BYTES);
        return new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8).strip();
    }

    private static void sleep() throws InterruptedIOException {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for PostgreSQL");
        }
    }
}
