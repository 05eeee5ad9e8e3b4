package io.cuvette.standalone.embedded;

import java.nio.file.Path;

/** A process that owns a PostgreSQL until it is killed; arguments: home, binaries. */
final class OwnerMain {

    private OwnerMain() {}

    public static void main(String[] arguments) throws Exception {
        EmbeddedPostgres postgres =
                EmbeddedPostgres.at(Path.of(arguments[0]), 0, Path.of(arguments[1]));
        postgres.start();
        System.out.println("port " + postgres.port());
        System.out.flush();
        Thread.currentThread().join();
    }
}
