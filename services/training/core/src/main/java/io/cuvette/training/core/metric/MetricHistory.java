package io.cuvette.training.core.metric;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The metrics of every finished epoch, in order; part of a checkpoint and of a model's report. */
public final class MetricHistory {

    /**
     * @param epoch from 0
     * @param step optimizer steps done at its end
     */
    public record Row(long epoch, long step, Map<String, Double> metrics) {
        public Row {
            metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        }
    }

    private final List<Row> rows = new ArrayList<>();

    public MetricHistory() {}

    public MetricHistory(List<Row> rows) {
        this.rows.addAll(rows);
    }

    public void add(Row row) {
        rows.add(row);
    }

    public List<Row> rows() {
        return Collections.unmodifiableList(rows);
    }

    public Optional<Row> last() {
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(rows.size() - 1));
    }

    /** The values of one metric over the epochs that have it. */
    public double[] series(String metric) {
        return rows.stream()
                .filter(row -> row.metrics().containsKey(metric))
                .mapToDouble(row -> row.metrics().get(metric))
                .toArray();
    }

    /** Adds metrics to the last row. */
    public void amendLast(Map<String, Double> more) {
        Row last = rows.remove(rows.size() - 1);
        Map<String, Double> metrics = new LinkedHashMap<>(last.metrics());
        metrics.putAll(more);
        rows.add(new Row(last.epoch(), last.step(), metrics));
    }
}
