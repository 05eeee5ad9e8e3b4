package io.cuvette.reactormodel.runs;

import io.cuvette.data.archive.ExpandedStreams;
import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.reactormodel.runs.parquet.ParquetFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads experiments with one reactor from a file that a stranger may have made.
 *
 * <p>A long table: a row for each measurement time, with the columns {@code run}, time,
 * concentration, temperature and the inputs of the reactor's type, units in the columns' names
 * ({@code timeH}, {@code temperatureC}; see {@link Quantity} and {@link Unit}) or beside the file.
 * Each run has a row at time 0 with the state the reactor starts from and all inputs; only a tube
 * may leave the state out there and starts empty. Inputs hold from the row that gives them until
 * the next that gives others. A row that measures nothing only changes inputs. Empty cells, NA, NaN
 * and null are missing values. Times of a run increase; its rows may lie between those of others.
 *
 * <p>As CSV (also with tabs or semicolons), JSON (columns by run, see {@link JsonRuns}) or Parquet,
 * told by the content. CSV and JSON may be gzipped.
 */
public final class RunsReader {
    private static final int HEAD_BYTES = 64;

    private RunsReader() {}

    /**
     * Reads and judges all of a file before it says anything.
     *
     * @return the runs that are whole, and warnings about others that were left out
     * @throws RunsException when a value or column may be misread, a limit is passed or no run is
     *     whole; says everything that is wrong, at most 50 findings
     */
    public static ReactorRuns read(Path file, RunSettings settings) throws IOException {
        long size = Files.size(file);
        if (size > settings.limits().bytes()) {
            throw new RunsException(
                    FindingCode.TOO_LARGE,
                    "",
                    "The file has %d bytes; %d are allowed. Split it."
                            .formatted(size, settings.limits().bytes()));
        }
        Findings findings = new Findings();
        try {
            if (ParquetFile.isParquet(file)) {
                return ParquetRuns.read(file, settings, findings);
            }
            byte[] head = ExpandedStreams.head(file, HEAD_BYTES, settings.limits().expansion());
            return isJson(head)
                    ? JsonRuns.read(file, settings, findings)
                    : CsvRuns.read(file, settings, findings);
        } catch (DataException e) {
            throw new RunsException(e);
        }
    }

    private static boolean isJson(byte[] head) throws RunsException {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        boolean utf16 = text.startsWith("\u00ff\u00fe") || text.startsWith("\u00fe\u00ff");
        if (!utf16 && text.chars().anyMatch(c -> c < ' ' && "\t\n\r".indexOf(c) < 0)) {
            throw new RunsException(
                    FindingCode.UNKNOWN_FORMAT, "", "The file is none of CSV, JSON and Parquet.");
        }
        String shown = text.startsWith("\u00ef\u00bb\u00bf") ? text.substring(3) : text;
        return shown.stripLeading().startsWith("{");
    }
}
