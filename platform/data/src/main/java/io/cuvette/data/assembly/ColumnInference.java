package io.cuvette.data.assembly;

import io.cuvette.data.anndata.Column;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Set;

/** The narrowest kind of column that holds all of some texts, as pandas would choose it. */
public final class ColumnInference {

    /** Of pandas' {@code read_csv}: those that people write. */
    private static final Set<String> MISSING =
            Set.of("", "NA", "N/A", "NaN", "nan", "-nan", "null", "NULL", "None", "<NA>", "#N/A");

    private static final Set<String> TRUE = Set.of("TRUE", "True", "true");
    private static final Set<String> FALSE = Set.of("FALSE", "False", "false");

    /** Longer digits are identifiers, not counts. */
    private static final int LONGEST_INTEGER = 18;

    private ColumnInference() {}

    public static boolean isMissing(String text) {
        return MISSING.contains(text);
    }

    /** Booleans, integers, reals or strings; strings when every value is missing. */
    public static Column infer(String[] texts) {
        BitSet missing = new BitSet(texts.length);
        boolean booleans = true;
        boolean integers = true;
        boolean reals = true;
        for (int i = 0; i < texts.length; i++) {
            String text = texts[i];
            if (isMissing(text)) {
                missing.set(i);
                continue;
            }
            booleans = booleans && (TRUE.contains(text) || FALSE.contains(text));
            integers = integers && isInteger(text);
            reals = reals && (integers || !Double.isNaN(number(text)));
        }
        if (missing.cardinality() == texts.length) {
            return strings(texts, missing);
        }
        if (booleans) {
            boolean[] values = new boolean[texts.length];
            for (int i = 0; i < texts.length; i++) {
                values[i] = TRUE.contains(texts[i]);
            }
            return new Column.Booleans(values, missing);
        }
        if (integers) {
            long[] values = new long[texts.length];
            for (int i = 0; i < texts.length; i++) {
                values[i] = missing.get(i) ? 0 : Long.parseLong(texts[i]);
            }
            return new Column.Integers(values, missing);
        }
        return reals ? reals(texts, missing) : strings(texts, missing);
    }

    private static Column reals(String[] texts, BitSet missing) {
        double[] values = new double[texts.length];
        for (int i = 0; i < texts.length; i++) {
            values[i] = missing.get(i) ? Double.NaN : number(texts[i]);
        }
        return new Column.Reals(values);
    }

    private static Column strings(String[] texts, BitSet missing) {
        String[] values = texts.clone();
        missing.stream().forEach(i -> values[i] = "");
        return new Column.Strings(values, missing);
    }

    private static boolean isInteger(String text) {
        int start = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        return text.length() > start
                && text.length() - start <= LONGEST_INTEGER
                && text.chars().skip(start).allMatch(c -> c >= '0' && c <= '9');
    }

    private static double number(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return DecimalParser.parse(bytes, 0, bytes.length);
    }
}
