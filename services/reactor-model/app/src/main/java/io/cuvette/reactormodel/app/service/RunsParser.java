package io.cuvette.reactormodel.app.service;

import io.cuvette.data.finding.Finding;
import io.cuvette.reactormodel.correction.DeclaredReactor;
import io.cuvette.reactormodel.runs.ReactorRuns;
import io.cuvette.reactormodel.runs.RunLimits;
import io.cuvette.reactormodel.runs.RunSettings;
import io.cuvette.reactormodel.runs.RunsException;
import io.cuvette.reactormodel.runs.RunsReader;
import io.cuvette.service.error.ErrorCode;
import io.cuvette.service.error.FieldError;
import io.cuvette.service.error.ProblemException;
import io.cuvette.service.scratch.ScratchFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads files of runs that strangers send. */
final class RunsParser {
    /** Few enough runs that what is kept of each in the row stays small. */
    private static final RunLimits LIMITS = new RunLimits(32 << 20, 200_000, 1000, 64, 200);

    private RunsParser() {}

    /**
     * The runs of a file.
     *
     * @param units of columns whose names have none
     * @throws ProblemException INVALID_REQUEST with everything that is wrong
     */
    static ReactorRuns read(DeclaredReactor declared, Map<String, String> units, byte[] content) {
        RunSettings settings =
                new RunSettings(declared.nominal(), declared.measured(), units, LIMITS);
        try (ScratchFolder folder = ScratchFolder.create(Optional.empty(), "runs")) {
            Path file = folder.path().resolve("runs");
            Files.write(file, content);
            return RunsReader.read(file, settings);
        } catch (RunsException e) {
            throw refused(e.findings());
        } catch (IOException e) {
            throw new UncheckedIOException("a file of runs could not be put aside", e);
        }
    }

    private static ProblemException refused(List<Finding> findings) {
        return new ProblemException(
                ErrorCode.INVALID_REQUEST,
                "The runs cannot be used: " + findings.get(0).message(),
                findings.stream()
                        .map(
                                finding ->
                                        new FieldError(
                                                finding.field().isEmpty()
                                                        ? "body"
                                                        : finding.field(),
                                                finding.code().name(),
                                                finding.message()))
                        .toList());
    }
}
