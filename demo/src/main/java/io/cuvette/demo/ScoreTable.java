package io.cuvette.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The evaluation of a model as a text table: one row a metric, one column a method. */
final class ScoreTable {

    private static final String ROW = "%-24s";
    private static final String CELL = " %10s";

    private ScoreTable() {}

    /**
     * All metrics.
     *
     * @param evaluation the service's answer: {@code metrics: [{name, label, higherIsBetter}]},
     *     {@code rows: [{method, values: {name: number or null}}]}
     */
    static List<String> lines(JsonNode evaluation) {
        List<String> lines = new ArrayList<>();
        StringBuilder header = new StringBuilder(ROW.formatted("metric"));
        evaluation
                .get("rows")
                .forEach(row -> header.append(CELL.formatted(row.get("method").asText())));
        lines.add(header.toString());
        lines.add("-".repeat(header.length()));
        for (JsonNode metric : evaluation.get("metrics")) {
            StringBuilder line = new StringBuilder(ROW.formatted(heading(metric)));
            for (JsonNode row : evaluation.get("rows")) {
                line.append(number(row.get("values").path(metric.get("name").asText())));
            }
            lines.add(line.toString());
        }
        lines.add("(+) higher is better, (-) lower is better");
        return lines;
    }

    /**
     * How far the projections of each method can be trusted.
     *
     * @param validity by method: {@code {ratio, improved, kept, correlation}}
     */
    static List<String> validity(JsonNode validity) {
        List<String> lines = new ArrayList<>();
        lines.add("Held-out cells shown in the other batches that have their type:");
        lines.add(
                ("%-12s" + CELL.repeat(4))
                        .formatted("method", "ratio-", "improved+", "kept+", "corr+"));
        for (Map.Entry<String, JsonNode> method : validity.properties()) {
            JsonNode figures = method.getValue();
            lines.add(
                    "%-12s".formatted(method.getKey())
                            + number(figures.path("ratio"))
                            + number(figures.path("improved"))
                            + number(figures.path("kept"))
                            + number(figures.path("correlation")));
        }
        lines.add("(ratio of squared distances to real cells there; above 1 misleads)");
        return lines;
    }

    /**
     * What a random forest reads from the embeddings.
     *
     * @param entries {@code [{target, representation, validation, report: {accuracy: {mean},
     *     chance, lookupCeiling}, reason}]}
     */
    static List<String> classification(JsonNode entries) {
        List<String> lines = new ArrayList<>();
        lines.add("Accuracy of a random forest on cells that no network was trained on:");
        lines.add(
                ("%-12s %-12s %-16s" + CELL.repeat(3))
                        .formatted(
                                "target",
                                "embedding",
                                "held out",
                                "accuracy",
                                "chance",
                                "by batch"));
        for (JsonNode entry : entries) {
            JsonNode report = entry.path("report");
            if (report.isObject()) {
                lines.add(
                        "%-12s %-12s %-16s"
                                        .formatted(
                                                entry.get("target").asText(),
                                                entry.get("representation").asText(),
                                                entry.get("validation").asText())
                                + number(report.at("/accuracy/mean"))
                                + number(report.path("chance"))
                                + number(report.path("lookupCeiling")));
            }
        }
        lines.add("(by batch: what the batch's majority alone would score)");
        return lines;
    }

    private static String number(JsonNode value) {
        return CELL.formatted(value.isNumber() ? "%.3f".formatted(value.asDouble()) : "-");
    }

    private static String heading(JsonNode metric) {
        return metric.get("label").asText()
                + (metric.get("higherIsBetter").asBoolean() ? " (+)" : " (-)");
    }
}
