package io.cuvette.service.testing;

import java.nio.file.Path;

/** Where test servers keep their data: below the module's {@code target}. */
final class TestFolders {

    private TestFolders() {}

    static Path ofThisProcess() {
        return Path.of("target", "embedded", Long.toString(ProcessHandle.current().pid()))
                .toAbsolutePath();
    }

    /** Unpacked PostgreSQL, kept from one run to the next. */
    static Path postgresBinaries() {
        return Path.of("target", "embedded", "postgres").toAbsolutePath();
    }
}
