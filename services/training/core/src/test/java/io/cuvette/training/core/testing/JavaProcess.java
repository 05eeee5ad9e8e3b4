package io.cuvette.training.core.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a main class of the tests in a process of its own, with their class path. */
public final class JavaProcess {

    private JavaProcess() {}

    /**
     * @param log gets what it prints
     * @param seconds that it may take
     * @return its exit value
     */
    public static int run(Class<?> main, Path log, int seconds, List<String> arguments)
            throws IOException, InterruptedException {
        return run(List.of("-Xmx256m"), main, log, seconds, arguments);
    }

    /** The same with memory of its own. */
    public static int run(
            List<String> memory, Class<?> main, Path log, int seconds, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(memory);
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(main.getName());
        command.addAll(arguments);
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start();
        try {
            assertThat(process.waitFor(seconds, TimeUnit.SECONDS)).as("ended in time").isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }
}
