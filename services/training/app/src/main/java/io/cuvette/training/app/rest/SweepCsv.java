package io.cuvette.training.app.rest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Trials as comma-separated values (RFC 4180), best read by whoever plots them. */
final class SweepCsv {

    private static final String LINE_END = "\r\n";

    private SweepCsv() {}

    static String of(List<String> fields, List<SweepTrialView> trials) {
        List<String> header =
                new ArrayList<>(List.of("trial", "rank", "state", "objective", "jobId"));
        header.addAll(List.of("modelVersion", "from"));
        header.addAll(fields);
        header.add("reason");
        StringBuilder csv = new StringBuilder(line(header));
        for (SweepTrialView trial : trials) {
            List<String> cells = new ArrayList<>();
            cells.add(Integer.toString(trial.trial()));
            cells.add(text(trial.rank()));
            cells.add(trial.state());
            cells.add(text(trial.objective()));
            cells.add(text(trial.jobId()));
            cells.add(text(trial.modelVersion()));
            cells.add(text(trial.from()));
            fields.forEach(field -> cells.add(trial.settings().get(field).toString()));
            cells.add(text(trial.reason()));
            csv.append(line(cells));
        }
        return csv.toString();
    }

    private static String text(Optional<?> value) {
        return value.map(Object::toString).orElse("");
    }

    private static String line(List<String> cells) {
        return cells.stream().map(SweepCsv::quoted).collect(Collectors.joining(",")) + LINE_END;
    }

    private static String quoted(String cell) {
        boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }
}
