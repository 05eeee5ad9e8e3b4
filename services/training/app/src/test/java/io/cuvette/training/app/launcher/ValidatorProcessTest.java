package io.cuvette.training.app.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.data.Orientation;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.training.app.worker.ExitCode;
import io.cuvette.training.app.worker.ValidatorMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidatorProcessTest {

    @TempDir Path folder;

    private Path report;
    private Path log;

    @BeforeEach
    void noReport() throws IOException {
        report = folder.resolve("report.json");
        log = Files.writeString(folder.resolve("log"), "what it printed");
    }

    @Test
    void aFailingDiskSaysNothingOfTheFile() {
        assertThatThrownBy(() -> ValidatorProcess.outcome(ExitCode.DISK_FAILED, report, log))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("scratch disk");
    }

    @Test
    void otherEndsRefuseTheFile() throws IOException {
        assertThat(ValidatorProcess.outcome(ExitCode.HEAP_EXHAUSTED, report, log).findings())
                .extracting(Finding::code)
                .containsExactly(FindingCode.TOO_LARGE);
        assertThat(ValidatorProcess.outcome(ExitCode.CRASHED, report, log).findings())
                .extracting(Finding::code)
                .containsExactly(FindingCode.CORRUPT);
    }

    /** The values of this table do not fit into what is held before the scratch disk is used. */
    @Test
    void theValidatorTellsItsDiskFromTheFile() throws Exception {
        StringBuilder table = new StringBuilder("cell");
        for (int gene = 0; gene < 1_100; gene++) {
            table.append(",g").append(gene);
        }
        String row = ",1".repeat(1_100);
        for (int cell = 0; cell < 1_000; cell++) {
            table.append("\nc").append(cell).append(row);
        }
        Path file = Files.writeString(folder.resolve("table.csv"), table);

        assertThat(validator(file, folder.resolve("absent"))).isEqualTo(ExitCode.DISK_FAILED);
        assertThat(report).doesNotExist();
        assertThat(validator(file, Files.createDirectory(folder.resolve("scratch"))))
                .isEqualTo(ExitCode.DONE);
        assertThat(report).content().contains("\"cells\"");
    }

    private int validator(Path file, Path scratch) throws Exception {
        Process process =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-Xmx256m",
                                        "-XX:+UseSerialGC",
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        ValidatorMain.class.getName(),
                                        file.toString(),
                                        Orientation.CELLS_BY_GENES.name(),
                                        scratch.toString(),
                                        "5",
                                        report.toString()))
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return process.exitValue();
    }
}
