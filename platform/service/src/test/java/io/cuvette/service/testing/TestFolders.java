package io.cuvette.service.testing;

import io.cuvette.service.scratch.ScratchFolder;
import java.io.IOException;
import java.nio.file.Path;

/** Where test servers keep their data: below the module's {@code target}. */
final class TestFolders {

    private TestFolders() {}

    static Path ofThisProcess() {
        return Path.of("target", "embedded", Long.toString(ProcessHandle.current().pid()))
                .toAbsolutePath();
    }

    /** Deletes a folder and what is in it. */
    static void delete(Path folder) throws IOException {
        ScratchFolder.delete(folder);
    }

    /** Unpacked PostgreSQL, kept from one run to the next. */
    static Path postgresBinaries() {
        return Path.of("target", "embedded", "postgres").toAbsolutePath();
    }
}
