package io.cuvette.data.anndata;

import java.util.BitSet;
import java.util.List;

/** One column of annotations, of cells ({@code obs}) or of genes ({@code var}). */
public sealed interface Column {

    int size();

    boolean isMissing(int row);

    /** The value as text, as a person would read it; empty when missing. */
    String text(int row);

    /** Floating point; NaN is missing. */
    record Reals(double[] values) implements Column {
        @Override
        public int size() {
            return values.length;
        }

        @Override
        public boolean isMissing(int row) {
            return Double.isNaN(values[row]);
        }

        @Override
        public String text(int row) {
            return isMissing(row) ? "" : Double.toString(values[row]);
        }
    }

    /** Integers; the bit set marks missing rows. */
    record Integers(long[] values, BitSet missing) implements Column {
        @Override
        public int size() {
            return values.length;
        }

        @Override
        public boolean isMissing(int row) {
            return missing.get(row);
        }

        @Override
        public String text(int row) {
            return isMissing(row) ? "" : Long.toString(values[row]);
        }
    }

    /** Booleans; the bit set marks missing rows. */
    record Booleans(boolean[] values, BitSet missing) implements Column {
        @Override
        public int size() {
            return values.length;
        }

        @Override
        public boolean isMissing(int row) {
            return missing.get(row);
        }

        @Override
        public String text(int row) {
            return isMissing(row) ? "" : Boolean.toString(values[row]);
        }
    }

    /** Text; the bit set marks missing rows, whose value is the empty string. */
    record Strings(String[] values, BitSet missing) implements Column {
        @Override
        public int size() {
            return values.length;
        }

        @Override
        public boolean isMissing(int row) {
            return missing.get(row);
        }

        @Override
        public String text(int row) {
            return values[row];
        }
    }

    /** Codes into a list of categories; -1 is missing. */
    record Categorical(int[] codes, List<String> categories, boolean ordered) implements Column {
        public Categorical {
            categories = List.copyOf(categories);
        }

        @Override
        public int size() {
            return codes.length;
        }

        @Override
        public boolean isMissing(int row) {
            return codes[row] < 0;
        }

        @Override
        public String text(int row) {
            return isMissing(row) ? "" : categories.get(codes[row]);
        }
    }
}
