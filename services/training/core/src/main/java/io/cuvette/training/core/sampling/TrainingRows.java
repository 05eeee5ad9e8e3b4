package io.cuvette.training.core.sampling;

import java.util.Arrays;

/**
 * The rows to draw from and the concepts that each is marked with, such as cell type, tissue and
 * donor, counted through from 0.
 *
 * @param rows at least one
 * @param concepts of each row by its place in {@code rows}, each at most once; may be empty
 */
public record TrainingRows(int[] rows, int[][] concepts) {

    public TrainingRows {
        rows = rows.clone();
        concepts = Arrays.stream(concepts).map(int[]::clone).toArray(int[][]::new);
        if (rows.length == 0) {
            throw new IllegalArgumentException("there are no rows to draw from");
        }
        if (concepts.length != rows.length) {
            throw new IllegalArgumentException(
                    "%d rows, but concepts of %d; give each row an array, empty where it has none"
                            .formatted(rows.length, concepts.length));
        }
        for (int i = 0; i < rows.length; i++) {
            requireConcepts(rows[i], concepts[i]);
        }
    }

    private static void requireConcepts(int row, int[] concepts) {
        if (Arrays.stream(concepts).anyMatch(concept -> concept < 0)) {
            throw new IllegalArgumentException(
                    "row %d has a negative concept; count concepts from 0".formatted(row));
        }
        if (Arrays.stream(concepts).distinct().count() < concepts.length) {
            throw new IllegalArgumentException(
                    "row %d has a concept twice; name each once".formatted(row));
        }
    }

    /** Rows without concepts. */
    public static TrainingRows unmarked(int[] rows) {
        return new TrainingRows(rows, new int[rows.length][0]);
    }

    public int size() {
        return rows.length;
    }
}
