package io.cuvette.data.h5ad;

import io.cuvette.data.DatasetDescription.ColumnKind;
import io.cuvette.data.DatasetDescription.ObsColumn;
import io.cuvette.data.DatasetDescription.ValueCount;
import io.cuvette.data.anndata.Column;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts the values of a column of annotations. */
public final class ColumnSummary {

    private static final int MOST_FREQUENT = 50;

    private ColumnSummary() {}

    public static ObsColumn of(String name, Column column) {
        int missing = ColumnReader.countMissing(column.size(), column::isMissing);
        if (column instanceof Column.Reals reals) {
            return new ObsColumn(
                    name, ColumnKind.REAL, missing, distinct(reals.values()), List.of());
        }
        Map<String, Integer> counts =
                column instanceof Column.Categorical categorical
                        ? countCodes(categorical)
                        : countTexts(column);
        List<ValueCount> mostFrequent =
                counts.entrySet().stream()
                        .map(e -> new ValueCount(e.getKey(), e.getValue()))
                        .sorted(
                                Comparator.comparingInt(ValueCount::cells)
                                        .reversed()
                                        .thenComparing(ValueCount::value))
                        .limit(MOST_FREQUENT)
                        .toList();
        return new ObsColumn(name, kind(column), missing, counts.size(), mostFrequent);
    }

    static ColumnKind kind(Column column) {
        if (column instanceof Column.Categorical) {
            return ColumnKind.CATEGORICAL;
        }
        if (column instanceof Column.Integers) {
            return ColumnKind.INTEGER;
        }
        if (column instanceof Column.Booleans) {
            return ColumnKind.BOOLEAN;
        }
        return column instanceof Column.Reals ? ColumnKind.REAL : ColumnKind.TEXT;
    }

    private static int distinct(double[] values) {
        double[] sorted =
                Arrays.stream(values).filter(value -> !Double.isNaN(value)).sorted().toArray();
        int distinct = 0;
        for (int i = 0; i < sorted.length; i++) {
            distinct += i == 0 || sorted[i] != sorted[i - 1] ? 1 : 0;
        }
        return distinct;
    }

    private static Map<String, Integer> countCodes(Column.Categorical column) {
        int[] counts = new int[column.categories().size()];
        for (int code : column.codes()) {
            if (code >= 0) {
                counts[code]++;
            }
        }
        Map<String, Integer> byName = new HashMap<>();
        for (int code = 0; code < counts.length; code++) {
            if (counts[code] > 0) {
                byName.merge(column.categories().get(code), counts[code], Integer::sum);
            }
        }
        return byName;
    }

    private static Map<String, Integer> countTexts(Column column) {
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < column.size(); i++) {
            if (!column.isMissing(i)) {
                counts.merge(column.text(i), 1, Integer::sum);
            }
        }
        return counts;
    }
}
