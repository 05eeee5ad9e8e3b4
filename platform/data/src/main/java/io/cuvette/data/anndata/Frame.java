package io.cuvette.data.anndata;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Annotations of cells or genes: an index of names and named columns in their order.
 *
 * @param index names of the rows, unique
 * @param columns each as long as the index
 */
public record Frame(List<String> index, Map<String, Column> columns) {

    public Frame {
        // packed names are unmodifiable as well, and a copy would unpack them
        index = index instanceof PackedStrings ? index : List.copyOf(index);
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        for (Map.Entry<String, Column> column : columns.entrySet()) {
            if (column.getValue().size() != index.size()) {
                throw new IllegalArgumentException(
                        "column %s has %d rows, the index has %d"
                                .formatted(
                                        column.getKey(), column.getValue().size(), index.size()));
            }
        }
    }

    public static Frame of(List<String> index) {
        return new Frame(index, Map.of());
    }

    public int size() {
        return index.size();
    }

    public Optional<Column> column(String name) {
        return Optional.ofNullable(columns.get(name));
    }

    /** The first rows as text, or all when there are no more. */
    public Frame head(int rows) {
        int n = Math.min(rows, size());
        Map<String, Column> heads = new LinkedHashMap<>();
        columns.forEach((name, column) -> heads.put(name, Columns.head(column, n)));
        return new Frame(index.subList(0, n), heads);
    }

    /** A copy with some of the columns, in their order. */
    public Frame only(Predicate<String> wanted) {
        Map<String, Column> kept = new LinkedHashMap<>(columns);
        kept.keySet().removeIf(wanted.negate());
        return new Frame(index, kept);
    }

    /** A copy with the column added, or replaced in its place. */
    public Frame with(String name, Column column) {
        Map<String, Column> next = new LinkedHashMap<>(columns);
        next.put(name, column);
        return new Frame(index, next);
    }
}
