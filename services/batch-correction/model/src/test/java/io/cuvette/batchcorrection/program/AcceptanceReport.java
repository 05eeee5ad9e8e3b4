package io.cuvette.batchcorrection.program;

import io.cuvette.batchcorrection.classify.Validation;
import io.cuvette.batchcorrection.metric.Metric;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** Markdown of an {@link AcceptanceTable}: what the model's page shows, made by its command. */
final class AcceptanceReport {

    private record Column(String title, String figure, int digits) {
        static Column of(String title, Metric metric) {
            return new Column(title, metric.key(), 3);
        }

        /** As journals print it: no zero before the point. */
        String show(double value) {
            return String.format(Locale.ROOT, "%." + digits + "f", value)
                    .replaceFirst("^(-?)0\\.", "$1.");
        }
    }

    static final String ACCURACY = "accuracy";
    static final String BALANCED = "balanced accuracy";
    static final String CEILING = "lookup ceiling";
    static final String CHANCE = "chance";

    /** Name of a figure of cross-validated forests on cells that no network was trained on. */
    static String heldOut(String figure, String target, Validation validation) {
        return "%s of %s, %s".formatted(figure, target, validation);
    }

    private static final Column TYPE = new Column("RF type", "rf.label", 3);
    private static final Column BATCH = new Column("RF batch", "rf.batch", 3);

    private static final List<Column> SCORES =
            List.of(
                    new Column("MSE", "test.mse", 4),
                    Column.of("ASW b", Metric.BATCH_SILHOUETTE),
                    new Column("CH b", Metric.BATCH_CALINSKI_HARABASZ.key(), 1),
                    Column.of("1/DB b", Metric.BATCH_INVERSE_DAVIES_BOULDIN),
                    Column.of("ASW ct", Metric.LABEL_SILHOUETTE),
                    Column.of("BRAS", Metric.BRAS),
                    Column.of("batch ASW", Metric.BATCH_ASW),
                    Column.of("iLISI", Metric.ILISI),
                    Column.of("iLISI / shuffled", Metric.ILISI_RELATIVE),
                    Column.of("kBET", Metric.KBET),
                    Column.of("graph", Metric.GRAPH_CONNECTIVITY),
                    Column.of("PCR cmp", Metric.PCR_COMPARISON),
                    Column.of("cLISI", Metric.CLISI),
                    Column.of("NMI", Metric.NMI),
                    Column.of("ARI", Metric.ARI),
                    Column.of("NMI Leiden", Metric.NMI_LEIDEN),
                    Column.of("isolated", Metric.ISOLATED_LABELS),
                    Column.of("leakage", Metric.BATCH_LEAKAGE),
                    TYPE,
                    BATCH,
                    Column.of("Batch", Metric.BATCH_SCORE),
                    Column.of("Bio", Metric.BIO_SCORE),
                    Column.of("Total", Metric.TOTAL_SCORE));

    /** Those that the bars of the specification are about. */
    private static final List<Column> RANGES =
            List.of(
                    new Column("CH b", Metric.BATCH_CALINSKI_HARABASZ.key(), 1),
                    Column.of("iLISI", Metric.ILISI),
                    Column.of("kBET", Metric.KBET),
                    Column.of("graph", Metric.GRAPH_CONNECTIVITY),
                    Column.of("PCR cmp", Metric.PCR_COMPARISON),
                    Column.of("NMI", Metric.NMI),
                    Column.of("ARI", Metric.ARI),
                    TYPE,
                    BATCH,
                    Column.of("Total", Metric.TOTAL_SCORE));

    private static final List<Column> PROJECTIONS =
            List.of(
                    new Column("ratio", "ratio", 2),
                    new Column("improved", "improved", 2),
                    new Column("kept", "kept", 2),
                    new Column("correlation", "correlation", 2),
                    new Column("correlation with the truth", "truth", 2));

    private final AcceptanceTable table;
    private final StringBuilder text = new StringBuilder();

    AcceptanceReport(AcceptanceTable table) {
        this.table = table;
    }

    String markdown(String title) {
        text.append("### %s%n%n".formatted(title));
        add(SCORES, this::median);
        text.append("Least and greatest of the seeds:%n%n".formatted());
        add(RANGES, this::range);
        add(PROJECTIONS, this::median);
        for (String target : table.targets()) {
            for (Validation validation : Validation.values()) {
                text.append("Forests on held-out cells, %s, %s:%n%n".formatted(target, validation));
                add(forests(target, validation), this::median);
            }
        }
        return text.toString();
    }

    private static List<Column> forests(String target, Validation validation) {
        return Stream.of(ACCURACY, BALANCED, CEILING, CHANCE)
                .map(figure -> new Column(figure, heldOut(figure, target, validation), 3))
                .toList();
    }

    private void add(List<Column> columns, BiFunction<String, Column, String> cell) {
        text.append("| method |");
        columns.forEach(column -> text.append(" %s |".formatted(column.title())));
        text.append("%n|%s%n".formatted("---|".repeat(columns.size() + 1)));
        for (String method : table.methods()) {
            List<String> cells =
                    columns.stream().map(column -> cell.apply(method, column)).toList();
            if (!cells.stream().allMatch(String::isEmpty)) {
                text.append("| `%s` | %s |%n".formatted(method, String.join(" | ", cells)));
            }
        }
        text.append("%n".formatted());
    }

    private String median(String method, Column column) {
        List<Double> values = table.values(method, column.figure());
        return values.isEmpty() ? "" : column.show(AcceptanceTable.median(values));
    }

    private String range(String method, Column column) {
        List<Double> values = table.values(method, column.figure());
        return values.isEmpty()
                ? ""
                : "%s to %s"
                        .formatted(
                                column.show(Collections.min(values)),
                                column.show(Collections.max(values)));
    }
}
