package io.cuvette.service.scratch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {

    @TempDir Path scratch;

    @Test
    void foldersOfTheWordsGoAndNothingElse() throws IOException {
        Path folder = ScratchFolder.create(Optional.of(scratch), "model").path();
        Files.writeString(folder.resolve("weights"), "1");
        Files.createDirectory(scratch.resolve("modelled"));
        Files.createDirectory(scratch.resolve("other7"));
        Files.createDirectory(scratch.resolve("my-model7"));
        Files.writeString(scratch.resolve("notes.txt"), "of a person");

        Leftovers.delete(scratch, Set.of("model", "reading"));

        assertThat(scratch.toFile().list())
                .containsExactlyInAnyOrder("modelled", "other7", "my-model7", "notes.txt");
    }

    @Test
    void anAbsentScratchFolderHasNone() throws IOException {
        Path absent = scratch.resolve("absent");

        Leftovers.delete(absent, Set.of("model"));

        assertThat(absent).doesNotExist();
    }
}
