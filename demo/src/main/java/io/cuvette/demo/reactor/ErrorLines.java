package io.cuvette.demo.reactor;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Errors of methods on the same runs, as lines of text. */
final class ErrorLines {
    private static final String ROW = "%-38s %12s %10s %12s";

    private final Map<String, String> rows = new LinkedHashMap<>();
    private final double[] deviations;

    /**
     * @param deviations of concentration and temperature over the runs, the unit of the first
     *     column
     */
    ErrorLines(double[] deviations) {
        this.deviations = deviations.clone();
    }

    /**
     * Adds a method, unless it is there already.
     *
     * @param errors {@code {concentrationRmse, temperatureRmse}} as the service answers them
     */
    void add(String method, JsonNode errors) {
        if (!errors.path("concentrationRmse").isNumber()) {
            rows.putIfAbsent(method, ROW.formatted(method, "-", "-", "-"));
            return;
        }
        double c = errors.get("concentrationRmse").asDouble();
        double t = errors.get("temperatureRmse").asDouble();
        double scaledC = c / deviations[0];
        double scaledT = t / deviations[1];
        rows.putIfAbsent(
                method,
                ROW.formatted(
                        method,
                        "%.5f".formatted((scaledC * scaledC + scaledT * scaledT) / 2),
                        "%.3f".formatted(t),
                        "%.4f".formatted(c)));
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        String header = ROW.formatted("method", "nMSE", "RMSE K", "RMSE kmol/m3");
        lines.add(header);
        lines.add("-".repeat(header.length()));
        lines.addAll(rows.values());
        return lines;
    }
}
