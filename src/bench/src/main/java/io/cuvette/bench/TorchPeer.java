package io.cuvette.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The same networks in PyTorch, in a process that trains for a moment each time it is asked: rounds
 * of both sides alternate, so that a busy neighbour meets both.
 */
final class TorchPeer implements AutoCloseable {

    /** The first that has torch; by {@code CUVETTE_PYTHON} the user's own choice. */
    private static final List<String> PYTHONS =
            List.of(
                    Optional.ofNullable(System.getenv("CUVETTE_PYTHON")).orElse("python3"),
                    "/usr/bin/python3");

    private final Path script;
    private final Process process;
    private final BufferedReader answers;
    private final BufferedWriter questions;
    private final String version;

    private TorchPeer(Path script, Process process) throws IOException {
        this.script = script;
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.questions = process.outputWriter(StandardCharsets.UTF_8);
        this.version = answers.readLine();
    }

    /** Empty where there is no Python with torch. */
    static Optional<TorchPeer> start(int genes, int batches, int batchSize, int steps)
            throws IOException {
        for (String python : PYTHONS) {
            Optional<TorchPeer> peer = start(python, genes, batches, batchSize, steps);
            if (peer.isPresent()) {
                return peer;
            }
        }
        return Optional.empty();
    }

    private static Optional<TorchPeer> start(
            String python, int genes, int batches, int batchSize, int steps) throws IOException {
        Path script = Files.createTempFile("fe_torch", ".py");
        try (InputStream in = TorchPeer.class.getResourceAsStream("fe_torch.py")) {
            Files.write(script, in.readAllBytes());
        }
        Process process;
        try {
            process =
                    new ProcessBuilder(
                                    python,
                                    script.toString(),
                                    Integer.toString(genes),
                                    Integer.toString(batches),
                                    Integer.toString(batchSize),
                                    Integer.toString(steps))
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
        } catch (IOException absent) {
            Files.delete(script);
            return Optional.empty();
        }
        TorchPeer peer = new TorchPeer(script, process);
        if (peer.version == null) {
            peer.close();
            return Optional.empty();
        }
        return Optional.of(peer);
    }

    String version() {
        return version;
    }

    /** Time of the steps. */
    Medians.Seconds round() throws IOException {
        questions.write("go\n");
        questions.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("the PyTorch process ended");
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
