package io.cuvette.training.app.worker;

import io.cuvette.data.DatasetDescription;
import io.cuvette.data.DatasetReader;
import io.cuvette.data.Inspection;
import io.cuvette.data.Orientation;
import io.cuvette.data.ReadLimits;
import io.cuvette.data.ReadOptions;
import io.cuvette.data.finding.DataException;
import io.cuvette.data.scratch.ScratchException;
import io.cuvette.training.app.service.DatasetPreview;
import io.cuvette.training.app.service.ValidationReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Reads one upload in a process of its own and writes what it found as JSON.
 *
 * <p>Arguments: file, {@link Orientation}, scratch folder, rows of the preview, report file.
 */
public final class ValidatorMain {

    private ValidatorMain() {}

    public static void main(String[] arguments) {
        Path file = Path.of(arguments[0]);
        ReadOptions options =
                new ReadOptions(
                        Orientation.valueOf(arguments[1]),
                        Path.of(arguments[2]),
                        ReadLimits.DEFAULT);
        int rows = Integer.parseInt(arguments[3]);
        try {
            ValidationJson.write(inspect(file, options, rows), Path.of(arguments[4]));
        } catch (IOException | ScratchException e) {
            // what is wrong with the file would be a finding: this is a trouble of the disk
            e.printStackTrace();
            System.exit(ExitCode.DISK_FAILED);
        }
    }

    private static ValidationReport inspect(Path file, ReadOptions options, int rows)
            throws IOException {
        try {
            Inspection inspection = DatasetReader.inspect(file, options, rows);
            DatasetDescription description = inspection.description();
            Optional<DatasetPreview> preview =
                    description.usable() ? Optional.of(Previews.of(inspection)) : Optional.empty();
            return new ValidationReport(Optional.of(description), preview, description.findings());
        } catch (DataException e) {
            return new ValidationReport(Optional.empty(), Optional.empty(), List.of(e.finding()));
        }
    }
}
