package io.cuvette.training.app.worker;

import io.cuvette.training.app.worker.protocol.ProgressReport;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Newest values of a job's metrics, within what the service takes: a report or publication with
 * more, or with longer names, would be refused as a whole. Not for use by several threads.
 */
final class ReportedMetrics {

    private static final int SHOWN_OF_NAME = 200;

    private final Map<String, Double> newest = new LinkedHashMap<>();
    private boolean said;

    /**
     * Takes over what is finite and fits.
     *
     * @return what to tell the job when, for the first time, a metric is left out
     */
    Optional<String> put(Map<String, Double> values) {
        Optional<String> notice = Optional.empty();
        for (Map.Entry<String, Double> value : values.entrySet()) {
            // JSON has no NaN; the program itself stops on non-finite losses
            if (Double.isFinite(value.getValue())) {
                Optional<String> problem = problem(value.getKey());
                if (problem.isEmpty()) {
                    newest.put(value.getKey(), value.getValue());
                } else if (!said) {
                    said = true;
                    notice = problem;
                }
            }
        }
        return notice;
    }

    private Optional<String> problem(String name) {
        if (name.length() > ProgressReport.MAX_METRIC_NAME) {
            return Optional.of(
                    "The metric %s is left out: its name has %d characters, and at most %d are allowed. Further metrics may be left out without a word."
                            .formatted(
                                    name.substring(0, Math.min(name.length(), SHOWN_OF_NAME)),
                                    name.length(),
                                    ProgressReport.MAX_METRIC_NAME));
        }
        if (newest.size() >= ProgressReport.MAX_METRICS && !newest.containsKey(name)) {
            return Optional.of(
                    "The metric %s is left out: there are %d others already, and no more are allowed. Further metrics may be left out without a word."
                            .formatted(name, ProgressReport.MAX_METRICS));
        }
        return Optional.empty();
    }

    /** By name, in the order in which they came. */
    Map<String, Double> newest() {
        return Collections.unmodifiableMap(new LinkedHashMap<>(newest));
    }
}
