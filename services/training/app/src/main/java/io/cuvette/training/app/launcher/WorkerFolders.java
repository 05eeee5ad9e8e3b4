package io.cuvette.training.app.launcher;

import io.cuvette.training.app.config.WorkerConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** The folders that child processes leave behind on this host. */
public final class WorkerFolders {

    private static final Logger LOG = Logger.getLogger(WorkerFolders.class);

    private WorkerFolders() {}

    static Path log(WorkerConfig config, String attemptName) {
        return logs(config).resolve(attemptName + ".log");
    }

    private static Path logs(WorkerConfig config) {
        return Path.of(config.folder(), "logs").toAbsolutePath();
    }

    /** Deletes a folder with all in it; what cannot be deleted is logged and left. */
    public static void deleteQuietly(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warnf("cannot delete a scratch folder: %s", e);
        }
    }

    /** Deletes logs and scratch folders that nothing has touched for the configured time. */
    public static void deleteOld(WorkerConfig config) throws IOException {
        Instant limit = Instant.now().minus(config.keepLogs());
        for (Path folder : List.of(logs(config), Path.of(config.folder()).toAbsolutePath())) {
            if (!Files.isDirectory(folder)) {
                continue;
            }
            try (Stream<Path> entries = Files.list(folder)) {
                for (Path entry : entries.filter(path -> !path.equals(logs(config))).toList()) {
                    if (Files.getLastModifiedTime(entry).toInstant().isBefore(limit)) {
                        deleteQuietly(entry);
                    }
                }
            }
        }
    }
}
