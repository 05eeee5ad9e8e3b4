package io.cuvette.reactormodel.runs;

import io.cuvette.data.delimited.FieldReader;
import io.cuvette.data.delimited.TableStream;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.data.h5ad.Printable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A table with commas, tabs or semicolons, plain or gzipped: a line for each measurement time, the
 * first with the columns' names.
 */
final class CsvRuns {
    private final RunSettings settings;
    private final Findings findings;
    private final RunCollector collector;

    private CsvRuns(RunSettings settings, Findings findings) {
        this.settings = settings;
        this.findings = findings;
        this.collector = new RunCollector(settings, findings);
    }

    /**
     * @throws io.cuvette.data.finding.DataException when it is no such table or is above a limit
     */
    static ReactorRuns read(Path file, RunSettings settings, Findings findings) throws IOException {
        CsvRuns reader = new CsvRuns(settings, findings);
        try (FieldReader fields = TableStream.open(file, settings.limits().expansion())) {
            reader.read(fields);
        }
        return reader.collector.finish();
    }

    private void read(FieldReader fields) throws IOException {
        List<String> header = new ArrayList<>();
        boolean more = fields.next();
        while (more) {
            header.add(cell(fields).strip());
            if (header.size() > settings.limits().columns()) {
                throw new RunsException(
                        FindingCode.TOO_LARGE,
                        "",
                        "There are more than %d columns; keep those of runs."
                                .formatted(settings.limits().columns()));
            }
            more = !fields.endsRecord() && fields.next();
        }
        if (header.isEmpty()) {
            throw new RunsException(FindingCode.EMPTY, "", "The table is empty.");
        }
        ColumnPlan plan = ColumnPlan.of(header, true, settings, findings);
        while (fields.next()) {
            row(plan, header, fields);
        }
    }

    private void row(ColumnPlan plan, List<String> header, FieldReader fields) throws IOException {
        String place = "line " + fields.line();
        List<String> cells = new ArrayList<>(header.size());
        cells.add(cell(fields));
        while (!fields.endsRecord()) {
            fields.next();
            // all of a line is read, and no more of it is kept than the header has room for
            if (cells.size() <= header.size()) {
                cells.add(cell(fields));
            }
        }
        if (cells.size() != header.size()) {
            findings.error(
                    FindingCode.SHAPE_MISMATCH,
                    "",
                    "%s has %s fields and the header %d; give every line as many."
                            .formatted(
                                    place,
                                    cells.size() > header.size() ? "more" : "only " + cells.size(),
                                    header.size()));
            return;
        }
        String run = plan.runColumn() == ColumnPlan.NONE ? "" : cells.get(plan.runColumn());
        double[] values = new double[header.size()];
        for (int column = 0; column < values.length; column++) {
            values[column] = number(plan, column, place, run, cells.get(column));
        }
        // without a column of runs each row would only repeat that there is none
        if (plan.runColumn() != ColumnPlan.NONE) {
            collector.row(plan, place, run, values);
        }
    }

    private double number(ColumnPlan plan, int column, String place, String run, String cell) {
        if (plan.meaning(column).isEmpty() || Numbers.isMissing(cell)) {
            return Double.NaN;
        }
        double value = Numbers.parse(cell);
        if (Double.isNaN(value)) {
            collector.unreadable(plan.meaning(column).get().column(), place, run, cell);
        }
        return value;
    }

    private String cell(FieldReader fields) throws RunsException {
        // a character takes up to four bytes
        if (fields.length() > 4 * settings.limits().cellCharacters()) {
            throw tooLong(fields);
        }
        String text = fields.text();
        if (text.length() > settings.limits().cellCharacters()) {
            throw tooLong(fields);
        }
        return text;
    }

    private RunsException tooLong(FieldReader fields) {
        return new RunsException(
                FindingCode.TOO_LARGE,
                Printable.text("line " + fields.line()),
                "line %d has a field of more than %d characters; is the delimiter comma, semicolon or tab?"
                        .formatted(fields.line(), settings.limits().cellCharacters()));
    }
}
