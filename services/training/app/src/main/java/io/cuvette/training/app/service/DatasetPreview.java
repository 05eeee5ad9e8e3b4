package io.cuvette.training.app.service;

import java.util.List;
import java.util.Map;

/**
 * The first rows of a dataset, made while it was validated.
 *
 * @param cells names of the first cells
 * @param obs values of each cell annotation for those cells, as text
 * @param genes names of the first genes
 */
public record DatasetPreview(
        List<String> cells, Map<String, List<String>> obs, List<String> genes) {

    /** The same, of at most {@code rows} cells and genes. */
    public DatasetPreview first(int rows) {
        Map<String, List<String>> shorter = new java.util.LinkedHashMap<>();
        obs.forEach((column, values) -> shorter.put(column, head(values, rows)));
        return new DatasetPreview(head(cells, rows), shorter, head(genes, rows));
    }

    private static List<String> head(List<String> values, int rows) {
        return values.subList(0, Math.min(rows, values.size()));
    }
}
