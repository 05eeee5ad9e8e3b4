package io.cuvette.service.scratch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** An empty folder of one piece of work, deleted with all that is in it on {@link #close}. */
public final class ScratchFolder implements AutoCloseable {

    private final Path path;

    private ScratchFolder(Path path) {
        this.path = path;
    }

    /**
     * Makes a folder of its own.
     *
     * @param parent made when absent; the system's temporary folder when empty
     * @param prefix of its name, such as {@code model}
     */
    public static ScratchFolder create(Optional<Path> parent, String prefix) throws IOException {
        return new ScratchFolder(
                parent.isPresent()
                        ? Files.createTempDirectory(Files.createDirectories(parent.get()), prefix)
                        : Files.createTempDirectory("cuvette-" + prefix));
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        delete(path);
    }

    /** Deletes a folder and what is in it, links themselves; nothing happens when it is absent. */
    public static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        }
    }
}
