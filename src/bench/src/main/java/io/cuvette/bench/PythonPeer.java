package io.cuvette.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The same work by a Python library, in a process that does a round of it each time it is asked:
 * rounds of both sides alternate, so that a busy neighbour meets both.
 */
final class PythonPeer implements AutoCloseable {

    /** The first that has the library; by {@code CUVETTE_PYTHON} the user's own choice. */
    private static final List<String> PYTHONS =
            List.of(
                    Optional.ofNullable(System.getenv("CUVETTE_PYTHON")).orElse("python3"),
                    "/usr/bin/python3");

    private final Path script;
    private final Process process;
    private final BufferedReader answers;
    private final BufferedWriter questions;
    private final String version;

    private PythonPeer(Path script, Process process) throws IOException {
        this.script = script;
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.questions = process.outputWriter(StandardCharsets.UTF_8);
        this.version = answers.readLine();
    }

    /**
     * Empty where there is no Python with the library.
     *
     * @param resource script beside this class that prints the library's version once it is ready,
     *     and for each line it reads the seconds of a round: of the clock and of the processor
     */
    static Optional<PythonPeer> start(String resource, Object... arguments) throws IOException {
        for (String python : PYTHONS) {
            Optional<PythonPeer> peer = start(python, resource, arguments);
            if (peer.isPresent()) {
                return peer;
            }
        }
        return Optional.empty();
    }

    private static Optional<PythonPeer> start(String python, String resource, Object[] arguments)
            throws IOException {
        Path script = Files.createTempFile("peer", ".py");
        try (InputStream in = PythonPeer.class.getResourceAsStream(resource)) {
            Files.write(script, in.readAllBytes());
        }
        List<String> command = new ArrayList<>(List.of(python, script.toString()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        Process process;
        try {
            process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
        } catch (IOException absent) {
            Files.delete(script);
            return Optional.empty();
        }
        PythonPeer peer = new PythonPeer(script, process);
        if (peer.version == null) {
            peer.close();
            return Optional.empty();
        }
        return Optional.of(peer);
    }

    String version() {
        return version;
    }

    /** Time of one round. */
    Medians.Seconds round() throws IOException {
        return round("go");
    }

    /** Time of one round of what the script calls so. */
    Medians.Seconds round(String question) throws IOException {
        questions.write(question);
        questions.newLine();
        questions.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("the Python process ended");
        }
        String[] seconds = answer.split(" ");
        return new Medians.Seconds(Double.parseDouble(seconds[0]), Double.parseDouble(seconds[1]));
    }

    /** The end of its input ends the process; one that is stuck is killed. */
    @Override
    public void close() throws IOException {
        try {
            questions.close();
        } catch (IOException e) {
            // it has ended already, and with it the pipe
        }
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Files.deleteIfExists(script);
    }
}
