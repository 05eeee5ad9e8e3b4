package io.cuvette.training.app.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerClassPathTest {

    @TempDir Path folder;

    @Test
    void theConfiguredOneWins() {
        assertThat(WorkerClassPath.resolve(Optional.of("x.jar"), "a.jar:b.jar")).isEqualTo("x.jar");
    }

    @Test
    void aPlainClassPathIsPassedOn() {
        String own = "a.jar" + File.pathSeparator + "b.jar";

        assertThat(WorkerClassPath.resolve(Optional.empty(), own)).isEqualTo(own);
    }

    @Test
    void aFastJarIsTakenApart() throws Exception {
        Files.createDirectories(folder.resolve("lib/main"));

        assertThat(
                        WorkerClassPath.resolve(
                                        Optional.empty(),
                                        folder.resolve("quarkus-run.jar").toString())
                                .split(File.pathSeparator))
                .containsExactly(folder + "/app/*", folder + "/lib/boot/*", folder + "/lib/main/*");
    }

    @Test
    void anythingElseIsRefusedWithWhatToDo() {
        assertThatThrownBy(
                        () ->
                                WorkerClassPath.resolve(
                                        Optional.empty(), folder.resolve("one.jar").toString()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cuvette.worker.class-path");
    }
}
