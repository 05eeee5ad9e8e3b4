package io.cuvette.training.app.launcher;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the class path of worker processes. */
final class WorkerClassPath {

    private WorkerClassPath() {}

    /**
     * @param configured used as it is when present
     * @param own class path of this process
     * @throws IllegalStateException when this process was started in a way that hides its jars
     */
    static String resolve(Optional<String> configured, String own) {
        if (configured.isPresent()) {
            return configured.get();
        }
        if (own.contains(File.pathSeparator)) {
            return own;
        }
        Path jar = Path.of(own).toAbsolutePath();
        Path root = jar.getParent();
        if (root != null && Files.isDirectory(root.resolve("lib/main"))) {
            // the layout of Quarkus' fast-jar, whose own class loader plain java does not use
            return String.join(
                    File.pathSeparator,
                    root.resolve("app") + "/*",
                    root.resolve("lib/boot") + "/*",
                    root.resolve("lib/main") + "/*");
        }
        throw new IllegalStateException(
                "cannot tell the workers' class path; set cuvette.worker.class-path");
    }
}
