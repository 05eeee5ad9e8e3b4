package io.cuvette.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    void oneUnknownNameAmongKnownOnesIsRefusedBeforeAnythingIsMeasured() {
        assertThat(run("atlas", "epoch", "atlass")).isEqualTo(2);
        assertThat(errors.toString()).contains("atlass");
    }

    @Test
    void helpOfBothLevelsListsEveryName() throws Exception {
        StringWriter help = new StringWriter();
        BenchMain.commandLine().usage(new PrintWriter(help));
        String script = Files.readString(Path.of("..", "..", "cuvette"));
        String ofBench =
                script.substring(
                        script.indexOf("  bench   the benchmark table"),
                        script.indexOf("--repetitions N"));

        for (BenchMain.Subject subject : BenchMain.Subject.values()) {
            assertThat(help.toString()).containsPattern("\\b" + subject + "\\b");
            assertThat(ofBench).containsPattern("\\b" + subject + "\\b");
        }
    }

    @Test
    void whatTakesLongRunsOnlyByName() {
        assertThat(BenchMain.subjects(List.of()))
                .contains(BenchMain.Subject.TRAIN, BenchMain.Subject.METRICS)
                .doesNotContain(
                        BenchMain.Subject.EPOCH,
                        BenchMain.Subject.ATLAS,
                        BenchMain.Subject.BATCHES,
                        BenchMain.Subject.TRAINING,
                        BenchMain.Subject.TARGETS,
                        BenchMain.Subject.MICRO);
        assertThat(BenchMain.subjects(List.of(BenchMain.Subject.ATLAS)))
                .containsExactly(BenchMain.Subject.ATLAS);
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
