package io.cuvette.data.anndata;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value of {@code uns}: what an analysis keeps beside the matrices. */
public sealed interface Unstructured {

    /** Named values, in order. Names are not empty and hold no slash. */
    record Dict(Map<String, Unstructured> entries) implements Unstructured {
        public Dict {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
            for (String name : entries.keySet()) {
                if (name.isEmpty() || name.contains("/") || name.equals(".")) {
                    throw new IllegalArgumentException("not a name of an entry: '" + name + "'");
                }
            }
        }

        public static Dict empty() {
            return new Dict(Map.of());
        }

        /** A copy with the entry added, or replaced in its place. */
        public Dict with(String name, Unstructured value) {
            Map<String, Unstructured> next = new LinkedHashMap<>(entries);
            next.put(name, value);
            return new Dict(next);
        }
    }

    record Text(String value) implements Unstructured {}

    record Whole(long value) implements Unstructured {}

    record Real(double value) implements Unstructured {}

    record Truth(boolean value) implements Unstructured {}

    /** Python's {@code None}; anndata reads it from 0.11 on. */
    record Null() implements Unstructured {}

    record Texts(List<String> values) implements Unstructured {
        public Texts {
            values = List.copyOf(values);
        }
    }

    record Wholes(long[] values) implements Unstructured {}

    record Reals(double[] values) implements Unstructured {}

    record Truths(boolean[] values) implements Unstructured {}

    /** A numeric table, for instance losses by epoch. */
    record Table(DenseMatrix values) implements Unstructured {}
}
