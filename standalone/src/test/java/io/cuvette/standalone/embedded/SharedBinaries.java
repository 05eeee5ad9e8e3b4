package io.cuvette.standalone.embedded;

import java.nio.file.Path;

/** One unpacked PostgreSQL for all tests of this module. */
final class SharedBinaries {

    static final Path FOLDER = Path.of("target", "postgres-binaries");

    private SharedBinaries() {}
}
