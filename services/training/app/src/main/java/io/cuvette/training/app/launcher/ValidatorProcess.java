package io.cuvette.training.app.launcher;

import io.cuvette.data.Orientation;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.training.app.config.DatasetsConfig;
import io.cuvette.training.app.config.WorkerConfig;
import io.cuvette.training.app.service.ValidationReport;
import io.cuvette.training.app.worker.ExitCode;
import io.cuvette.training.app.worker.ValidationJson;
import io.cuvette.training.app.worker.ValidatorMain;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Reads an upload in a JVM of its own with a small heap, no credentials and a time limit, so that a
 * hostile file can take down nothing but its own validation.
 */
@ApplicationScoped
public class ValidatorProcess {

    private static final Logger LOG = Logger.getLogger(ValidatorProcess.class);
    private static final long MAX_REPORT_BYTES = 2L << 20;
    private static final int LOGGED_CHARACTERS = 4000;

    private final DatasetsConfig config;
    private final WorkerConfig worker;

    @Inject
    public ValidatorProcess(DatasetsConfig config, WorkerConfig worker) {
        this.config = config;
        this.worker = worker;
    }

    /**
     * @param folder an existing folder for scratch files
     * @throws IOException when the disk fails or is nearly full; nothing is known of the file then
     */
    public ValidationReport run(Path file, Orientation orientation, Path folder)
            throws IOException, InterruptedException {
        Path report = folder.resolve("report.json");
        Path log = folder.resolve("log");
        Path scratch = Files.createDirectories(folder.resolve("scratch"));
        ProcessBuilder builder =
                new ProcessBuilder(
                        JavaCommand.executable(worker),
                        "-Xmx" + config.validationHeap().asLongValue(),
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-Djava.awt.headless=true",
                        "-Djava.io.tmpdir=" + scratch,
                        ValidatorMain.class.getName(),
                        file.toString(),
                        orientation.name(),
                        scratch.toString(),
                        Integer.toString(config.previewRows()),
                        report.toString());
        builder.redirectErrorStream(true);
        builder.redirectOutput(log.toFile());
        builder.directory(folder.toFile());
        ChildEnvironment.restrict(builder.environment());
        builder.environment().put("CLASSPATH", JavaCommand.classPath(worker));
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            boolean inTime =
                    process.waitFor(config.validationTimeLimit().toMillis(), TimeUnit.MILLISECONDS);
            if (!inTime) {
                return refused(
                        FindingCode.TOO_LARGE,
                        "reading the file takes longer than the "
                                + config.validationTimeLimit().toSeconds()
                                + " s allowed; upload a smaller file");
            }
        } finally {
            process.destroyForcibly();
        }
        return outcome(process.exitValue(), report, log);
    }

    static ValidationReport outcome(int exitCode, Path report, Path log) throws IOException {
        if (exitCode == ExitCode.DONE
                && Files.exists(report)
                && Files.size(report) <= MAX_REPORT_BYTES) {
            return ValidationJson.read(report);
        }
        String text = Files.readString(log, StandardCharsets.ISO_8859_1);
        LOG.warnf(
                "validator ended with %d: %s",
                exitCode, text.substring(Math.max(0, text.length() - LOGGED_CHARACTERS)));
        if (exitCode == ExitCode.HEAP_EXHAUSTED) {
            return refused(
                    FindingCode.TOO_LARGE,
                    "reading the file takes more memory than the validation has; upload a smaller"
                            + " or sparse file");
        }
        if (exitCode == ExitCode.DISK_FAILED) {
            throw new IOException("the scratch disk of the validation failed or is nearly full");
        }
        return refused(
                FindingCode.CORRUPT,
                "the file could not be read; write it again with its own tool and upload that");
    }

    private static ValidationReport refused(FindingCode code, String message) {
        return ValidationReport.refused(Finding.error(code, "", message));
    }
}
