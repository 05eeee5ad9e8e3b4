package io.cuvette.training.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Models that come and go, in a process of their own: in that of the other tests the allocator's
 * free pages, of which it has as many as those tests ever needed, hide a leak or look like one.
 */
class ModelCyclesMemoryTest {

    @TempDir Path folder;

    @Test
    void loadsAnswersAndUnloadsLeaveNothingBehind() throws Exception {
        assumeTrue(
                Files.isReadable(Path.of("/proc/self/statm")),
                "needs /proc/self/statm, which only Linux has");
        Path output = folder.resolve("output");
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                // a heap that is all there from the start
                                "-Xms512m",
                                "-Xmx512m",
                                "-XX:+AlwaysPreTouch",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                ModelCycles.class.getName(),
                                folder.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();

        boolean ended = process.waitFor(3, TimeUnit.MINUTES);
        process.destroyForcibly().waitFor();

        assertThat(ended && process.exitValue() == 0).as(Files.readString(output)).isTrue();
    }
}
