package io.cuvette.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The evaluation of a model as a text table: one row a method, PCA first as the baseline. */
final class ScoreTable {

    private ScoreTable() {}

    /**
     * @param evaluation the service's answer: {@code metrics: [{name, label, higherIsBetter}]},
     *     {@code rows: [{method, values: {name: number or null}}]}
     */
    static List<String> lines(JsonNode evaluation) {
        List<JsonNode> metrics = new ArrayList<>();
        evaluation.get("metrics").forEach(metrics::add);
        List<String> lines = new ArrayList<>();
        StringBuilder header = new StringBuilder("%-10s".formatted("method"));
        for (JsonNode metric : metrics) {
            header.append(" %10s".formatted(heading(metric)));
        }
        lines.add(header.toString());
        lines.add("-".repeat(header.length()));
        for (JsonNode row : evaluation.get("rows")) {
            StringBuilder line = new StringBuilder("%-10s".formatted(row.get("method").asText()));
            for (JsonNode metric : metrics) {
                JsonNode value = row.get("values").path(metric.get("name").asText());
                line.append(
                        value.isNumber()
                                ? " %10.3f".formatted(value.asDouble())
                                : " %10s".formatted("-"));
            }
            lines.add(line.toString());
        }
        lines.add("(+) higher is better, (-) lower is better");
        return lines;
    }

    private static String heading(JsonNode metric) {
        return metric.get("label").asText()
                + (metric.get("higherIsBetter").asBoolean() ? "+" : "-");
    }
}
