package io.cuvette.reactormodel.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cuvette.data.finding.Finding;
import io.cuvette.reactormodel.estimation.ObservedRun;
import io.cuvette.reactormodel.reactor.Cstr;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Files of runs for tests. */
final class RunFiles {
    static final RunSettings CSTR = RunSettings.of(Cstr.NOMINAL);

    /** Columns of a stirred tank with flow in the units of the model. */
    static final String HEADER =
            "run,timeH,concentrationKmolPerM3,temperatureK,"
                    + "feedConcentrationDeviationKmolPerM3,heatDeviationKJPerH\n";

    private RunFiles() {}

    static ReactorRuns read(byte[] content, RunSettings settings) throws IOException {
        Path file = Files.createTempFile("runs", "");
        try {
            Files.write(file, content);
            return RunsReader.read(file, settings);
        } finally {
            Files.delete(file);
        }
    }

    static ReactorRuns read(String content, RunSettings settings) throws IOException {
        return read(content.getBytes(StandardCharsets.UTF_8), settings);
    }

    /** What a file is refused with. */
    static List<Finding> refused(byte[] content, RunSettings settings) {
        RunsException refusal =
                catchThrowableOfType(RunsException.class, () -> read(content, settings));
        assertThat(refusal).as("the file is refused").isNotNull();
        assertThat(refusal.findings()).isNotEmpty().hasSizeLessThanOrEqualTo(50);
        assertThat(refusal.findings().get(0).stops()).isTrue();
        return refusal.findings();
    }

    static List<Finding> refused(String content, RunSettings settings) {
        return refused(content.getBytes(StandardCharsets.UTF_8), settings);
    }

    static byte[] resource(String name) {
        try (var in = RunFiles.class.getResourceAsStream("/runs/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void assertSame(ObservedRun found, ObservedRun expected) {
        assertThat(found.timesH()).isEqualTo(expected.timesH());
        assertThat(found.concentrationsKmolPerM3()).isEqualTo(expected.concentrationsKmolPerM3());
        assertThat(found.temperaturesK()).isEqualTo(expected.temperaturesK());
        assertThat(found.where()).isEqualTo(expected.where());
        assertThat(found.run().start().concentrationsKmolPerM3())
                .isEqualTo(expected.run().start().concentrationsKmolPerM3());
        assertThat(found.run().start().temperaturesK())
                .isEqualTo(expected.run().start().temperaturesK());
        assertThat(found.run().inputs().changeTimesH())
                .isEqualTo(expected.run().inputs().changeTimesH());
        assertThat(found.run().inputs().values()).isDeepEqualTo(expected.run().inputs().values());
    }
}
