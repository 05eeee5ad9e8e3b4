package io.cuvette.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Rows as text for a terminal, and as Markdown for a file. */
final class Table {

    private static final List<String> HEADINGS =
            List.of("what", "figure", "beside it", "ratio", "goal", "verdict");

    private Table() {}

    static String heading() {
        return line(HEADINGS);
    }

    static String line(Row row) {
        return line(cells(row));
    }

    private static String line(List<String> cells) {
        return String.format(Locale.ROOT, "%-47s %22s  %-32s %6s  %-18s %s", cells.toArray())
                .stripTrailing();
    }

    /** The whole table with the machine above it. */
    static List<String> markdown(Machine machine, String command, List<Row> rows) {
        List<String> lines = new ArrayList<>();
        lines.add("`" + command + "`");
        lines.add("");
        machine.lines().forEach(line -> lines.add("- " + line));
        lines.add("");
        lines.add(markdown(HEADINGS));
        lines.add("|---|--:|---|--:|---|---|");
        rows.forEach(row -> lines.add(markdown(cells(row))));
        return lines;
    }

    private static String markdown(List<String> cells) {
        return cells.stream()
                .map(cell -> cell.replace("|", "\\|"))
                .reduce("|", (line, cell) -> line + " " + cell + " |");
    }

    private static List<String> cells(Row row) {
        return List.of(
                row.name(),
                row.figure(),
                row.beside().orElse("-"),
                row.ratio().isPresent()
                        ? String.format(Locale.ROOT, "%.2f", row.ratio().getAsDouble())
                        : "-",
                row.verdict().map(Verdict::goal).orElse("-"),
                row.verdict().map(verdict -> verdict.met() ? "ok" : "short").orElse("-"));
    }
}
