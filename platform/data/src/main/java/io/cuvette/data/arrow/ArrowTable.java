package io.cuvette.data.arrow;

import io.cuvette.data.anndata.DenseRows;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A table of text columns followed by float32 columns.
 *
 * @param texts named columns of one text a row, in order
 * @param columns names of the columns of {@code values}; all names of the table are different
 * @param values rows x columns
 * @param metadata of the schema, for instance where the values come from
 */
public record ArrowTable(
        Map<String, List<String>> texts,
        List<String> columns,
        DenseRows values,
        Map<String, String> metadata) {

    public ArrowTable {
        texts = Collections.unmodifiableMap(new LinkedHashMap<>(texts));
        columns = List.copyOf(columns);
        // sorted: equal tables are equal files
        metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
        if (columns.size() != values.columns()) {
            throw new IllegalArgumentException(
                    "%d names for %d columns".formatted(columns.size(), values.columns()));
        }
        for (Map.Entry<String, List<String>> text : texts.entrySet()) {
            if (text.getValue().size() != values.rows()) {
                throw new IllegalArgumentException(
                        "column %s has %d rows, the values have %d"
                                .formatted(text.getKey(), text.getValue().size(), values.rows()));
            }
        }
        Set<String> names = new HashSet<>(texts.keySet());
        for (String column : columns) {
            if (!names.add(column)) {
                throw new IllegalArgumentException("two columns are named " + column);
            }
        }
    }
}
