package io.cuvette.standalone.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.standalone.config.DataFolder;
import io.cuvette.standalone.launch.SuiteState.DatabaseState;
import io.cuvette.standalone.launch.SuiteState.Phase;
import io.cuvette.standalone.launch.SuiteState.ServiceState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {
    private static final String MARKER = "-Dcuvette.data=/here#training";

    @TempDir private Path folder;
    private Process process;

    @BeforeEach
    void startWithMarker() throws IOException {
        // the shell waits for its child, so that its own command line stays
        process = new ProcessBuilder("sh", "-c", "sleep 60; true", MARKER).start();
    }

    @AfterEach
    void end() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    @Test
    void endsAServiceThatAKilledLauncherLeft() throws Exception {
        writeState(MARKER);

        assertThat(Leftovers.end(new DataFolder(folder))).isEqualTo(1);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(Leftovers.end(new DataFolder(folder))).as("again").isZero();
    }

    @Test
    void sparesAnotherProgramThatGotTheSameId() throws Exception {
        writeState("-Dcuvette.data=/elsewhere#training");

        assertThat(Leftovers.end(new DataFolder(folder))).isZero();
        assertThat(process.isAlive()).isTrue();
    }

    @Test
    void findsNothingWithoutAReadableStateFile() throws IOException {
        DataFolder data = new DataFolder(folder);
        assertThat(Leftovers.end(data)).isZero();

        java.nio.file.Files.writeString(data.stateFile(), "{\"phase\":");
        assertThat(Leftovers.end(data)).isZero();
    }

    private void writeState(String marker) throws IOException {
        ServiceState service =
                new ServiceState("training", process.pid(), marker, "http://x/", 0, false);
        new SuiteState(Phase.READY, 1, "http://x", 1, 2, DatabaseState.NONE, List.of(service), "")
                .write(folder.resolve("state.json"));
    }
}
