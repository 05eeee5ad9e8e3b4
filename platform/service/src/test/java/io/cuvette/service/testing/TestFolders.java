package io.cuvette.service.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Where test servers keep their data: below the module's {@code target}. */
final class TestFolders {

    private TestFolders() {}

    static Path ofThisProcess() {
        return Path.of("target", "embedded", Long.toString(ProcessHandle.current().pid()))
                .toAbsolutePath();
    }

    /** Deletes a folder and what is in it. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** Unpacked PostgreSQL, kept from one run to the next. */
    static Path postgresBinaries() {
        return Path.of("target", "embedded", "postgres").toAbsolutePath();
    }
}
