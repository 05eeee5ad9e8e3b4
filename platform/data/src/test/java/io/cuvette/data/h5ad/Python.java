package io.cuvette.data.h5ad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs scripts of the test resources under a Python that has anndata; tests skip without one. */
final class Python {

    private static final Optional<String> INTERPRETER = find();

    private Python() {}

    private static Optional<String> find() {
        List<String> candidates = new ArrayList<>();
        Optional.ofNullable(System.getenv("CUVETTE_PYTHON")).ifPresent(candidates::add);
        candidates.add("/usr/bin/python3");
        candidates.add("python3");
        for (String candidate : candidates) {
            try {
                Process process =
                        new ProcessBuilder(candidate, "-c", "import anndata")
                                .redirectErrorStream(true)
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                .start();
                if (process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0) {
                    return Optional.of(candidate);
                }
            } catch (IOException absent) {
                // the next candidate may be there
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** Runs a script of {@code /h5ad} and gives what it printed. */
    static String run(String script, Object... arguments) throws Exception {
        assumeTrue(INTERPRETER.isPresent(), "skipped: no Python with anndata was found");
        Path copy = Files.createTempFile("cuvette", ".py");
        Path output = Files.createTempFile("cuvette", ".out");
        try (InputStream source = Python.class.getResourceAsStream("/h5ad/" + script)) {
            Files.write(copy, Objects.requireNonNull(source, script).readAllBytes());
            List<String> command =
                    new ArrayList<>(List.of(INTERPRETER.orElseThrow(), "-W", "ignore"));
            command.add(copy.toString());
            for (Object argument : arguments) {
                command.add(argument.toString());
            }
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start();
            boolean ended = process.waitFor(120, TimeUnit.SECONDS);
            String printed = Files.readString(output, StandardCharsets.UTF_8);
            assertThat(ended && process.exitValue() == 0).as(printed).isTrue();
            return printed;
        } finally {
            Files.delete(copy);
            Files.delete(output);
        }
    }
}
