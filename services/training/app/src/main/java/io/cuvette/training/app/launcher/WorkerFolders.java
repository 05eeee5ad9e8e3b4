package io.cuvette.training.app.launcher;

import io.cuvette.service.id.Ids;
import io.cuvette.training.app.config.WorkerConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The folders of child processes on this host, all below one: {@code {jobId}-{attempt}} of a
 * worker, {@code validation-*} of a validation, and {@code logs}.
 */
public final class WorkerFolders {

    private static final Logger LOG = Logger.getLogger(WorkerFolders.class);
    private static final String VALIDATION = "validation-";
    private static final Pattern ATTEMPT = Pattern.compile("([0-9a-z]{26})-(\\d{1,9})");

    private WorkerFolders() {}

    /** The attempt that a scratch folder belongs to. */
    public record Attempt(String jobId, int attempt) {

        String folderName() {
            return jobId + "-" + attempt;
        }
    }

    static Path scratch(WorkerConfig config, Attempt attempt) {
        return root(config).resolve(attempt.folderName());
    }

    static Path log(WorkerConfig config, Attempt attempt) {
        return logs(config).resolve(attempt.folderName() + ".log");
    }

    /** A new folder for one validation. */
    public static Path createValidation(WorkerConfig config) throws IOException {
        return Files.createTempDirectory(Files.createDirectories(root(config)), VALIDATION);
    }

    /** Every folder below the configured one, whoever made it. */
    public static List<Path> list(WorkerConfig config) throws IOException {
        if (!Files.isDirectory(root(config))) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(root(config))) {
            return entries.filter(Files::isDirectory).toList();
        }
    }

    /** The attempt whose scratch folder this is; empty for any other folder. */
    public static Optional<Attempt> attemptOf(Path folder) {
        Matcher name = ATTEMPT.matcher(folder.getFileName().toString());
        return name.matches() && Ids.isValid(name.group(1))
                ? Optional.of(new Attempt(name.group(1), Integer.parseInt(name.group(2))))
                : Optional.empty();
    }

    public static boolean isValidation(Path folder) {
        return folder.getFileName().toString().startsWith(VALIDATION);
    }

    /** When something in the folder was last written; {@link Instant#MIN} when it is gone. */
    public static Instant lastTouched(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            Instant newest = Instant.MIN;
            for (Path path : tree.toList()) {
                Instant touched = Files.getLastModifiedTime(path).toInstant();
                newest = touched.isAfter(newest) ? touched : newest;
            }
            return newest;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
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

    /** Deletes logs that nothing has written to for the configured time. */
    public static void deleteOldLogs(WorkerConfig config) throws IOException {
        Instant limit = Instant.now().minus(config.keepLogs());
        if (!Files.isDirectory(logs(config))) {
            return;
        }
        try (Stream<Path> entries = Files.list(logs(config))) {
            for (Path entry : entries.toList()) {
                if (Files.getLastModifiedTime(entry).toInstant().isBefore(limit)) {
                    deleteQuietly(entry);
                }
            }
        }
    }

    private static Path root(WorkerConfig config) {
        return Path.of(config.folder()).toAbsolutePath();
    }

    private static Path logs(WorkerConfig config) {
        return root(config).resolve("logs");
    }
}
