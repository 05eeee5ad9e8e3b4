package io.cuvette.standalone.embedded;

import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A short-lived helper program, with a deadline. */
final class Command {

    private static final File NOWHERE = new File("/dev/null");
    private static final int SHOWN_OUTPUT = 4_000;

    private Command() {}

    /**
     * Runs to the end.
     *
     * @throws IOException when it fails or passes the limit, with what it printed
     */
    static void run(Path folder, Duration limit, List<String> command) throws IOException {
        // a file and never a pipe: a server it starts inherits the pipe, and its reader never ends
        Path output = Files.createTempFile("cuvette-command", ".out");
        try {
            int exit = exitCode(folder, limit, command, output.toFile());
            if (exit != 0) {
                throw new IOException(
                        "%s ended with exit code %d: %s"
                                .formatted(name(command), exit, tail(output)));
            }
        } finally {
            Files.deleteIfExists(output);
        }
    }

    /** Whether the program exists here and ends with exit code 0. */
    static boolean succeeds(Path folder, Duration limit, List<String> command) throws IOException {
        try {
            return exitCode(folder, limit, command, NOWHERE) == 0;
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            return false;
        }
    }

    private static int exitCode(Path folder, Duration limit, List<String> command, File output)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectInput(NOWHERE)
                        .redirectOutput(output);
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new IOException(
                        "%s did not end within %d s".formatted(name(command), limit.toSeconds()));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while " + name(command) + " ran");
        }
        return process.exitValue();
    }

    private static String name(List<String> command) {
        return command.stream()
                .filter(word -> word.startsWith("/"))
                .findFirst()
                .map(word -> Path.of(word).getFileName().toString())
                .orElse(command.get(0));
    }

    private static String tail(Path output) throws IOException {
        String text = Files.readString(output).strip();
        return text.substring(Math.max(0, text.length() - SHOWN_OUTPUT));
    }
}
