package io.cuvette.standalone.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/**
 * Where one machine's suite keeps everything.
 *
 * @param root absolute path; readable by its owner only
 */
public record DataFolder(Path root) {
    private static final String OWNER_ONLY = "rwx------";

    public DataFolder {
        root = root.toAbsolutePath().normalize();
    }

    /** The folder of {@code CUVETTE_HOME}, else {@code ~/.cuvette}. */
    public static Path defaultRoot(Map<String, String> environment) {
        String home = environment.get("CUVETTE_HOME");
        return home == null || home.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cuvette")
                : Path.of(home);
    }

    /** Makes the folders that are missing. */
    public void create() throws IOException {
        if (!Files.exists(root)) {
            Files.createDirectories(root.getParent());
            Files.createDirectory(
                    root,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString(OWNER_ONLY)));
        }
        for (Path folder : new Path[] {logs(), secrets(), workers(), engine()}) {
            Files.createDirectories(folder);
        }
        Files.setPosixFilePermissions(secrets(), PosixFilePermissions.fromString(OWNER_ONLY));
    }

    /** Data of PostgreSQL. */
    public Path postgres() {
        return root.resolve("postgres");
    }

    /** Objects of the S3 store. */
    public Path objects() {
        return root.resolve("objects");
    }

    /** Logs of the launcher and of each service. */
    public Path logs() {
        return root.resolve("logs");
    }

    /** Keys and passwords. */
    public Path secrets() {
        return root.resolve("secrets");
    }

    /** Scratch folder of training workers. */
    public Path workers() {
        return root.resolve("workers");
    }

    /** Where DJL unpacks its native engine, 450 MB, once. */
    public Path engine() {
        return root.resolve("engine");
    }

    /** Archives of the services' classes, for a quick next start. */
    public Path classes() {
        return root.resolve("classes");
    }

    /** The first admin key, written by the gateway. */
    public Path adminKey() {
        return root.resolve("admin-key");
    }

    /** Held by the launcher as long as it lives. */
    public Path lockFile() {
        return root.resolve("launcher.lock");
    }

    /** What runs now. */
    public Path stateFile() {
        return root.resolve("state.json");
    }
}
