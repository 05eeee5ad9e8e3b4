package io.cuvette.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.Locale;

/** One line that is drawn over on a terminal, and one line a phase where there is none. */
final class ProgressLine {

    private static final int BAR = 24;
    private static final int SHOWN_METRICS = 2;

    private final PrintStream out;
    private final boolean terminal;
    private String lastPhase = "";
    private int drawn;

    ProgressLine(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    void show(JsonNode job) {
        String state = job.get("state").asText();
        JsonNode progress = job.path("progress");
        String phase = progress.path("phase").asText("");
        double percentage = progress.path("percentage").asDouble();
        String line = line(state, phase, percentage, progress);
        if (terminal) {
            out.print("\r" + line + " ".repeat(Math.max(0, drawn - line.length())));
            out.flush();
            drawn = line.length();
        } else if (!phase.equals(lastPhase)) {
            out.println(line);
        }
        lastPhase = phase;
    }

    void end() {
        if (terminal && drawn > 0) {
            out.println();
            drawn = 0;
        }
    }

    private static String line(String state, String phase, double percentage, JsonNode progress) {
        int filled = (int) Math.round(BAR * percentage / 100);
        StringBuilder line = new StringBuilder("  [");
        line.append("#".repeat(filled)).append(".".repeat(BAR - filled)).append("] ");
        line.append(
                "%3.0f %%  %-10s %s".formatted(percentage, state.toLowerCase(Locale.ROOT), phase));
        JsonNode eta = progress.path("etaSeconds");
        if (eta.isNumber()) {
            line.append("  %.0f s left".formatted(eta.asDouble()));
        }
        progress.path("metrics").properties().stream()
                .limit(SHOWN_METRICS)
                .forEach(
                        metric ->
                                line.append(
                                        "  %s %.4g"
                                                .formatted(
                                                        metric.getKey(),
                                                        metric.getValue().asDouble())));
        return line.toString();
    }
}
