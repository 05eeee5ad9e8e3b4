package io.cuvette.service.scratch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchFolderTest {

    @TempDir Path parent;

    @Test
    void isGoneWithAllThatIsInIt() throws Exception {
        Path kept = Files.writeString(parent.resolve("kept"), "text");
        Path folder;
        try (ScratchFolder scratch =
                ScratchFolder.create(Optional.of(parent.resolve("made")), "work")) {
            folder = scratch.path();
            assertThat(folder).isEmptyDirectory().hasParent(parent.resolve("made"));
            Files.createDirectories(folder.resolve("a/b"));
            Files.writeString(folder.resolve("a/b/file"), "text");
            Files.createSymbolicLink(folder.resolve("link"), kept);
        }

        assertThat(folder).doesNotExist();
        assertThat(kept).hasContent("text");
    }

    @Test
    void deletingNothingIsNoError() throws Exception {
        ScratchFolder.delete(parent.resolve("never"));

        assertThat(parent).isEmptyDirectory();
    }
}
