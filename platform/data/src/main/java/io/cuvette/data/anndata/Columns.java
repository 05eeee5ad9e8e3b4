package io.cuvette.data.anndata;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Selection and concatenation of columns. */
public final class Columns {

    private Columns() {}

    /**
     * The rows given, in their order and of the column's kind; a row of -1 gives a missing value.
     */
    public static Column select(Column column, int[] rows) {
        int n = rows.length;
        if (column instanceof Column.Reals reals) {
            double[] values = new double[n];
            Arrays.setAll(values, i -> rows[i] < 0 ? Double.NaN : reals.values()[rows[i]]);
            return new Column.Reals(values);
        }
        if (column instanceof Column.Categorical categorical) {
            int[] codes = new int[n];
            Arrays.setAll(codes, i -> rows[i] < 0 ? -1 : categorical.codes()[rows[i]]);
            return new Column.Categorical(codes, categorical.categories(), categorical.ordered());
        }
        BitSet missing = new BitSet(n);
        for (int i = 0; i < n; i++) {
            missing.set(i, rows[i] < 0 || column.isMissing(rows[i]));
        }
        if (column instanceof Column.Integers integers) {
            long[] values = new long[n];
            Arrays.setAll(values, i -> missing.get(i) ? 0 : integers.values()[rows[i]]);
            return new Column.Integers(values, missing);
        }
        if (column instanceof Column.Booleans booleans) {
            boolean[] values = new boolean[n];
            for (int i = 0; i < n; i++) {
                values[i] = !missing.get(i) && booleans.values()[rows[i]];
            }
            return new Column.Booleans(values, missing);
        }
        String[] values = new String[n];
        Arrays.setAll(values, i -> missing.get(i) ? "" : column.text(rows[i]));
        return new Column.Strings(values, missing);
    }

    /** The first rows as text; nothing of the column is kept. */
    public static Column head(Column column, int rows) {
        String[] texts = new String[rows];
        BitSet missing = new BitSet(rows);
        for (int i = 0; i < rows; i++) {
            texts[i] = column.text(i);
            missing.set(i, column.isMissing(i));
        }
        return new Column.Strings(texts, missing);
    }

    /**
     * One below the other. Columns of one kind keep it, with the categories of all; others become
     * text.
     */
    public static Column concat(List<Column> parts) {
        int n = parts.stream().mapToInt(Column::size).reduce(0, Math::addExact);
        if (parts.stream().allMatch(Column.Categorical.class::isInstance)) {
            return concatCategories(parts, n);
        }
        BitSet missing = new BitSet(n);
        String[] texts = new String[n];
        double[] reals = new double[n];
        long[] integers = new long[n];
        boolean[] booleans = new boolean[n];
        int next = 0;
        for (Column part : parts) {
            for (int i = 0; i < part.size(); i++, next++) {
                missing.set(next, part.isMissing(i));
                texts[next] = part.text(i);
                if (part instanceof Column.Reals values) {
                    reals[next] = values.values()[i];
                } else if (part instanceof Column.Integers values) {
                    integers[next] = values.values()[i];
                } else if (part instanceof Column.Booleans values) {
                    booleans[next] = values.values()[i];
                }
            }
        }
        if (parts.stream().allMatch(Column.Reals.class::isInstance)) {
            return new Column.Reals(reals);
        }
        if (parts.stream().allMatch(Column.Integers.class::isInstance)) {
            return new Column.Integers(integers, missing);
        }
        return parts.stream().allMatch(Column.Booleans.class::isInstance)
                ? new Column.Booleans(booleans, missing)
                : new Column.Strings(texts, missing);
    }

    private static Column concatCategories(List<Column> parts, int n) {
        Map<String, Integer> codeOf = new LinkedHashMap<>();
        int[] codes = new int[n];
        int next = 0;
        for (Column part : parts) {
            Column.Categorical categorical = (Column.Categorical) part;
            for (String category : categorical.categories()) {
                codeOf.putIfAbsent(category, codeOf.size());
            }
            for (int i = 0; i < part.size(); i++) {
                codes[next++] = part.isMissing(i) ? -1 : codeOf.get(part.text(i));
            }
        }
        return new Column.Categorical(codes, new ArrayList<>(codeOf.keySet()), false);
    }
}
