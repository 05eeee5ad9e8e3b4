package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.artifact.CellIndex;
import io.cuvette.batchcorrection.genomap.BatchAverages;
import io.cuvette.batchcorrection.genomap.Genomap;
import io.cuvette.batchcorrection.statistics.Draw;
import io.cuvette.service.error.ProblemException;
import io.cuvette.service.limit.Patience;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The cells that a test of pixels averages in each batch. */
final class PixelTestCells {

    /** Of a batch, where the request says nothing: as many as the paper draws altogether. */
    private static final int USUAL_OF_A_BATCH = 300;

    /** Cells between two looks at whether anybody waits. */
    private static final int CHECKED = 256;

    private PixelTestCells() {}

    /**
     * Positions among the model's cells: those that are named, else for projections those that the
     * layout was computed from, and otherwise a draw of each batch.
     *
     * @param batches codes of the batches of both groups
     * @param most cells that can be held at once
     * @throws ProblemException INVALID_REQUEST when a batch has none of its own cells among them
     */
    static int[] of(
            PixelTestQuery query, GenomapPlan plan, int[] batches, ServedModel model, int most) {
        return switch (query.averaging()) {
            case PROJECTED -> query.cells().isEmpty() ? plan.drawn() : named(query, model);
            case OWN -> own(query, batches, model, most);
        };
    }

    /**
     * @param cells that are averaged
     * @param most that can be held at once
     * @throws ProblemException INVALID_REQUEST when these cells, or those of the layout, are more
     */
    static void requireHeld(PixelTestQuery query, GenomapPlan plan, int cells, int most) {
        if (cells > most && !query.cells().isEmpty()) {
            throw tooMany("cells", "named", cells, most);
        }
        int drawn = Math.max(query.cells().isEmpty() ? cells : 0, plan.drawn().length);
        if (drawn > most) {
            throw tooMany("rows", "drawn", drawn, most);
        }
    }

    private static ProblemException tooMany(String field, String how, int cells, int most) {
        return ProblemException.invalidField(
                field,
                "TOO_MANY",
                "%,d cells are %s, at most %,d of this model can be held at once; choose fewer"
                        .formatted(cells, how, most));
    }

    /** Averages of the projection's cells in its target batches. */
    static BatchAverages averages(
            Averaging averaging, Projection projection, Genomap genomap, Patience patience) {
        BatchAverages averages = new BatchAverages(projection.shape()[1], genomap.scale());
        switch (averaging) {
            case PROJECTED ->
                    projection.compute(
                            (cell, target, values) -> {
                                if (target == 0) {
                                    patience.check();
                                }
                                averages.add(target, values);
                            });
            case OWN -> {
                for (int cell = 0; cell < projection.shape()[0]; cell++) {
                    if (cell % CHECKED == 0) {
                        patience.check();
                    }
                    averages.add(projection.ownTarget(cell), projection.measured(cell));
                }
            }
        }
        return averages;
    }

    private static int[] own(PixelTestQuery query, int[] batches, ServedModel model, int most) {
        CellIndex index = model.cells().index();
        if (query.cells().isEmpty()) {
            return drawn(query, batches, model, most);
        }
        int[] chosen =
                Arrays.stream(named(query, model))
                        .filter(cell -> contains(batches, index.batches()[cell]))
                        .toArray();
        for (int batch : batches) {
            if (Arrays.stream(chosen).noneMatch(cell -> index.batches()[cell] == batch)) {
                throw empty(
                        "cells",
                        "none of the cells is of batch %s; its own cells are averaged",
                        model,
                        batch);
            }
        }
        return chosen;
    }

    private static int[] drawn(PixelTestQuery query, int[] batches, ServedModel model, int most) {
        CellIndex index = model.cells().index();
        int share = Math.max(1, Math.min(USUAL_OF_A_BATCH, most / batches.length));
        int ofEach = query.genomap().drawn().orElse(share);
        IntStream.Builder[] members = new IntStream.Builder[model.card().batches().size()];
        Arrays.setAll(members, batch -> IntStream.builder());
        for (int cell = 0; cell < index.size(); cell++) {
            members[index.batches()[cell]].add(cell);
        }
        IntStream.Builder cells = IntStream.builder();
        for (int batch : batches) {
            int[] own = members[batch].build().toArray();
            if (own.length == 0) {
                throw empty(
                        query.groupA().contains(model.card().batches().get(batch))
                                ? "groupA"
                                : "groupB",
                        "the filter of cells left none of batch %s",
                        model,
                        batch);
            }
            for (int i : Draw.withoutReplacement(own.length, ofEach, model.card().seed())) {
                cells.add(own[i]);
            }
        }
        return cells.build().toArray();
    }

    private static int[] named(PixelTestQuery query, ServedModel model) {
        List<String> cells = query.cells();
        GenomapPlan.requireDistinct("cells", cells);
        return NamePositions.of("cells", cells, model.cells().names());
    }

    private static boolean contains(int[] batches, int batch) {
        return Arrays.stream(batches).anyMatch(b -> b == batch);
    }

    private static ProblemException empty(
            String field, String message, ServedModel model, int batch) {
        return ProblemException.invalidField(
                field, "NO_CELLS", message.formatted(model.card().batches().get(batch)));
    }
}
