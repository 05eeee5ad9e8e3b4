package io.cuvette.batchcorrection.preprocess;

import io.cuvette.batchcorrection.preprocess.DesignAudit.Association;
import io.cuvette.batchcorrection.preprocess.DesignAudit.Batch;
import io.cuvette.batchcorrection.preprocess.DesignAudit.FunctionOfBatch;
import io.cuvette.batchcorrection.preprocess.DesignAudit.Label;
import io.cuvette.batchcorrection.preprocess.DesignAudit.Pair;
import io.cuvette.data.anndata.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Puts a {@link DesignAudit} together; its findings come from {@link DesignFindings}. */
final class DesignAuditor {

    private static final int LONGEST_NAME = 200;

    private final String batchKey;
    private final Optional<String> labelKey;
    private final Grouping batches;
    private final Grouping labels;
    private final Contingency cells;

    /**
     * @param batches at most {@link DesignAudit#MOST_BATCHES} of them
     * @param labels without categories when there is no label column
     */
    DesignAuditor(String batchKey, Optional<String> labelKey, Grouping batches, Grouping labels) {
        this.batchKey = batchKey;
        this.labelKey = labelKey;
        this.batches = batches;
        this.labels = labels;
        this.cells = Contingency.of(batches, labels);
    }

    /**
     * @param names of all columns of the cells
     * @param columns those of them that are to be looked at
     */
    DesignAudit audit(Collection<String> names, CellColumns columns) {
        int[] shown = mostFrequentLabels();
        int[] batchSizes = batches.counts();
        List<Pair> pairs = missingPairs(shown);
        Examined examined = examine(names, columns);
        List<FunctionOfBatch> functions = examined.functions();
        int labelCount = labels.names().size();
        long empty = labelCount == 0 ? 0 : cells.emptyPairs();
        DesignAudit audit =
                new DesignAudit(
                        clip(batchKey),
                        labelKey.map(DesignAuditor::clip),
                        batches.size(),
                        batchSizes.length,
                        labelCount,
                        labelKey.isPresent() ? labels.missing() : 0,
                        IntStream.range(0, batchSizes.length)
                                .mapToObj(batch -> batch(batch, batchSizes[batch]))
                                .toList(),
                        IntStream.of(shown).mapToObj(this::label).toList(),
                        contingency(shown),
                        cells.total() == 0 ? Optional.empty() : Optional.of(association()),
                        empty,
                        pairs,
                        functions.subList(0, Math.min(functions.size(), DesignAudit.MOST_COLUMNS)),
                        examined.unknown(),
                        shown.length < labelCount
                                || pairs.size() < empty
                                || functions.size() > DesignAudit.MOST_COLUMNS,
                        List.of());
        return audit.withFindings(new DesignFindings(audit, allLabels()).list());
    }

    /**
     * @param functions columns that are functions of the batch
     * @param unknown number of columns of which it is not known whether they are
     */
    private record Examined(List<FunctionOfBatch> functions, int unknown) {}

    private Examined examine(Collection<String> names, CellColumns columns) {
        List<FunctionOfBatch> functions = new ArrayList<>();
        int unknown = 0;
        for (String name : names) {
            if (name.equals(batchKey) || labelKey.filter(name::equals).isPresent()) {
                continue;
            }
            // one more than is shown says that there are more; the rest is not looked at
            Optional<Column> column =
                    functions.size() > DesignAudit.MOST_COLUMNS
                            ? Optional.empty()
                            : columns.find(name);
            unknown += column.isPresent() ? 0 : 1;
            column.flatMap(found -> functionOfBatch(name, found)).ifPresent(functions::add);
        }
        return new Examined(functions, unknown);
    }

    private Batch batch(int batch, int size) {
        return new Batch(
                clip(batches.names().get(batch)),
                size,
                cells.labelsIn(batch),
                size < DesignCheck.TINY_BATCH);
    }

    private Label label(int label) {
        int number = cells.batchesWith(label);
        int size = cells.ofLabel()[label];
        return new Label(
                clip(labels.names().get(label)),
                size,
                number,
                number == 1
                        ? Optional.of(clip(batches.names().get(cells.firstBatchWith(label))))
                        : Optional.empty(),
                size < DesignCheck.TINY_LABEL);
    }

    private List<Label> allLabels() {
        return IntStream.range(0, labels.names().size()).mapToObj(this::label).toList();
    }

    private Association association() {
        return new Association(
                cells.cramersV(),
                cells.inSampleLookupCeiling(),
                cells.chance(),
                cells.batchDeterminesLabel());
    }

    private int[] mostFrequentLabels() {
        return IntStream.range(0, labels.names().size())
                .boxed()
                .sorted(Comparator.comparingInt(label -> -cells.ofLabel()[label]))
                .limit(DesignAudit.MOST_LABELS)
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
    }

    private List<List<Integer>> contingency(int[] shown) {
        List<List<Integer>> rows = new ArrayList<>();
        if (shown.length > 0) {
            for (int[] row : cells.table()) {
                rows.add(IntStream.of(shown).mapToObj(label -> row[label]).toList());
            }
        }
        return rows;
    }

    private List<Pair> missingPairs(int[] shown) {
        List<Pair> missing = new ArrayList<>();
        for (int batch = 0; batch < cells.table().length; batch++) {
            for (int label : shown) {
                if (missing.size() == DesignAudit.MOST_PAIRS) {
                    return missing;
                }
                if (cells.table()[batch][label] == 0) {
                    missing.add(
                            new Pair(
                                    clip(batches.names().get(batch)),
                                    clip(labels.names().get(label))));
                }
            }
        }
        return missing;
    }

    /**
     * Whether the column has one value in each batch, and more than one altogether. Missing values
     * say nothing; one value for all cells is no effect of anything.
     */
    private Optional<FunctionOfBatch> functionOfBatch(String name, Column column) {
        int[] example = new int[batches.names().size()];
        Arrays.fill(example, -1);
        for (int cell = 0; cell < column.size(); cell++) {
            int batch = batches.codes()[cell];
            if (batch < 0 || column.isMissing(cell)) {
                continue;
            }
            if (example[batch] < 0) {
                example[batch] = cell;
            } else if (!same(column, example[batch], cell)) {
                return Optional.empty();
            }
        }
        Set<String> values = new HashSet<>();
        for (int cell : example) {
            if (cell >= 0) {
                values.add(column.text(cell));
            }
        }
        return values.size() < 2
                ? Optional.empty()
                : Optional.of(
                        new FunctionOfBatch(
                                clip(name), values.size(), values.size() == example.length));
    }

    /** Without making a text of each number. */
    private static boolean same(Column column, int a, int b) {
        if (column instanceof Column.Reals reals) {
            return reals.values()[a] == reals.values()[b];
        }
        if (column instanceof Column.Integers integers) {
            return integers.values()[a] == integers.values()[b];
        }
        if (column instanceof Column.Booleans booleans) {
            return booleans.values()[a] == booleans.values()[b];
        }
        return column.text(a).equals(column.text(b));
    }

    static String clip(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 1) + "…";
    }
}
