package io.cuvette.data.delimited;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A column of texts that grows; equal texts are held once. */
final class TextColumn {
    /** Object header, fields, array header and the reference of a String. */
    private static final long BYTES_A_STRING = 64;

    private final String name;
    private final Map<String, String> known = new HashMap<>();
    private final List<String> values = new ArrayList<>();

    TextColumn(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    /** Returns the bytes of memory that it takes more now. */
    long add(String value) {
        String first = known.putIfAbsent(value, value);
        values.add(first == null ? value : first);
        return first == null ? BYTES_A_STRING + value.length() + Long.BYTES : Long.BYTES;
    }

    String[] values() {
        return values.toArray(String[]::new);
    }
}
