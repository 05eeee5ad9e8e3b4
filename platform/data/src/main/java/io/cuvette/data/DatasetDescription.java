package io.cuvette.data;

import io.cuvette.data.finding.Finding;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a person wants to know of a dataset before using it; small enough to be shown and stored.
 *
 * @param storedValues stored entries of the main matrix
 * @param sparse whether the main matrix is stored sparse
 * @param integers whether every inspected value is a whole number, as raw counts are
 * @param layers names of further matrices
 * @param obs columns of cell annotations
 * @param varColumns names of gene annotations
 * @param embeddings names of {@code obsm} elements
 * @param embeddingDimensions columns of those that are dense arrays of numbers, by name; empty for
 *     a description of an earlier release
 * @param findings what validation has to say; any {@code ERROR} makes the dataset unusable
 */
public record DatasetDescription(
        DatasetFormat format,
        int cells,
        int genes,
        long storedValues,
        boolean sparse,
        boolean integers,
        List<String> layers,
        List<ObsColumn> obs,
        List<String> varColumns,
        List<String> embeddings,
        Map<String, Integer> embeddingDimensions,
        List<Finding> findings) {

    public DatasetDescription {
        layers = List.copyOf(layers);
        obs = List.copyOf(obs);
        varColumns = List.copyOf(varColumns);
        embeddings = List.copyOf(embeddings);
        embeddingDimensions =
                embeddingDimensions == null
                        ? Map.of()
                        : Collections.unmodifiableMap(new LinkedHashMap<>(embeddingDimensions));
        findings = List.copyOf(findings);
    }

    /** What is known of a column of cell annotations; empty when there is none of this name. */
    public Optional<ObsColumn> column(String name) {
        return obs.stream().filter(column -> column.name().equals(name)).findFirst();
    }

    /** Kind of values in a column. */
    public enum ColumnKind {
        REAL,
        INTEGER,
        BOOLEAN,
        TEXT,
        CATEGORICAL
    }

    /**
     * @param missing number of cells without a value
     * @param distinct number of distinct values
     * @param mostFrequent up to 50 values with their counts, most frequent first; empty for reals
     */
    public record ObsColumn(
            String name,
            ColumnKind kind,
            int missing,
            int distinct,
            List<ValueCount> mostFrequent) {
        public ObsColumn {
            mostFrequent = List.copyOf(mostFrequent);
        }
    }

    public record ValueCount(String value, int cells) {}

    public boolean usable() {
        return findings.stream().noneMatch(Finding::stops);
    }
}
