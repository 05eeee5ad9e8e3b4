package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.artifact.ModelCard;
import io.cuvette.batchcorrection.genomap.PixelGrid;
import io.cuvette.batchcorrection.statistics.Draw;
import io.cuvette.service.error.ProblemException;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;

/**
 * What a query means for its model; checked before anything is computed.
 *
 * @param drawn positions of the cells that the layout is computed from
 * @param batches codes
 * @param genes positions among the model's
 */
record GenomapPlan(int[] drawn, int[] batches, int[] genes, PixelGrid grid) {

    /** Pictures of a cell that are no batch: its input, and itself without its batch. */
    static final int BESIDE = 2;

    /** Cells that the paper draws. */
    private static final int USUAL_CELLS = 300;

    /**
     * Drawn cells x pictures, of up to {@value #GENES_OF_MOST_ROWS} genes: correlating these over
     * them takes some seconds. More genes leave fewer rows, for the time grows with their square.
     */
    private static final int MOST_ROWS = 60_000;

    private static final int GENES_OF_MOST_ROWS = 1_024;

    private static final int FEWEST_CELLS = 2;

    /**
     * @param targets further batches that the drawn cells will be projected into, one after another
     */
    static GenomapPlan of(GenomapQuery query, ServedModel model, int targets) {
        ModelCard card = model.card();
        requireDistinct("batches", query.batches());
        int[] batches = NamePositions.of("batches", query.batches(), card.batches());
        int[] genes = query.genes().positions(card.preprocessing().genes(), query.layout());
        return new GenomapPlan(
                Draw.withoutReplacement(
                        model.cells().index().size(),
                        cells(
                                query.drawn(),
                                model.cells().index().size(),
                                Math.max(batches.length, targets),
                                genes.length),
                        card.seed()),
                batches,
                genes,
                grid(query.size(), genes.length));
    }

    static void requireDistinct(String field, List<String> names) {
        if (new HashSet<>(names).size() < names.size()) {
            throw ProblemException.invalidField(field, "DUPLICATE", "a name comes twice");
        }
    }

    private static int cells(OptionalInt asked, int available, int batches, int genes) {
        int most = Math.max(FEWEST_CELLS, mostRows(genes) / (batches + BESIDE));
        if (asked.isEmpty()) {
            return Math.min(USUAL_CELLS, Math.min(available, most));
        }
        if (asked.getAsInt() > most) {
            throw ProblemException.invalidField(
                    "rows",
                    "TOO_MANY",
                    "with %d batches and %,d genes at most %,d cells are drawn, asked for %,d"
                            .formatted(batches, genes, most, asked.getAsInt()));
        }
        return asked.getAsInt();
    }

    /**
     * Judges cells that were named, in batches that the layout may not have.
     *
     * @throws ProblemException when they are more rows than a layout may have
     */
    void requireProjectable(int cells, int targets) {
        int most = Math.max(FEWEST_CELLS, mostRows(genes.length) / (targets + BESIDE));
        if (cells > most) {
            throw ProblemException.invalidField(
                    "cells",
                    "TOO_MANY",
                    "with %d batches and %,d genes at most %,d cells are projected, got %,d"
                            .formatted(targets, genes.length, most, cells));
        }
    }

    private static int mostRows(int genes) {
        long square = (long) GENES_OF_MOST_ROWS * GENES_OF_MOST_ROWS;
        return genes <= GENES_OF_MOST_ROWS
                ? MOST_ROWS
                : (int) (MOST_ROWS * square / ((long) genes * genes));
    }

    private static PixelGrid grid(OptionalInt side, int genes) {
        PixelGrid smallest = PixelGrid.forGenes(genes);
        if (side.isEmpty()) {
            return smallest;
        }
        if (side.getAsInt() < smallest.rows()) {
            throw ProblemException.invalidField(
                    "size",
                    "TOO_SMALL",
                    "%d genes need a side of at least %d pixels, asked for %d"
                            .formatted(genes, smallest.rows(), side.getAsInt()));
        }
        return new PixelGrid(side.getAsInt(), side.getAsInt());
    }
}
