package io.cuvette.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BenchMainTest {

    private final StringWriter errors = new StringWriter();

    private int run(String... arguments) {
        CommandLine command = BenchMain.commandLine();
        command.setErr(new PrintWriter(errors));
        return command.execute(arguments);
    }

    @Test
    void unknownNameEndsWithTwoAndTheKnownOnes() {
        assertThat(run("trian")).isEqualTo(2);
        assertThat(errors.toString()).contains("trian", "train", "inference", "micro");
    }

    @Test
    void repetitionsOutOfRangeEndWithTwo() {
        assertThat(run("--repetitions", "0", "train")).isEqualTo(2);
        assertThat(errors.toString()).contains("--repetitions is 0; allowed are 1 to 1000");
    }

    @Test
    void unwritableOutputIsFoundBeforeAnythingIsMeasured(@TempDir Path folder) {
        assertThat(run("--out", folder.resolve("none/table.md").toString(), "train")).isEqualTo(2);
        assertThat(errors.toString()).contains("--out", "no file in a folder that exists");
    }

    @Test
    void missingKeyOfAGivenSuiteEndsWithTwo(@TempDir Path folder) {
        Path key = folder.resolve("key");

        assertThat(run("--address", "http://127.0.0.1:1", "--key-file", key.toString(), "job"))
                .isEqualTo(2);
        assertThat(errors.toString()).contains(key.toString(), "--key-file");
    }
}
