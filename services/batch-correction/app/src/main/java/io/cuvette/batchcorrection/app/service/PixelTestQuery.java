package io.cuvette.batchcorrection.app.service;

import java.util.List;

/**
 * Two groups of batches that are compared pixel by pixel.
 *
 * @param groupA names of batches
 * @param groupB names of other batches
 * @param cells names of the cells that are averaged; drawn when empty
 */
public record PixelTestQuery(
        GenomapQuery genomap,
        List<String> groupA,
        List<String> groupB,
        Averaging averaging,
        List<String> cells) {

    public PixelTestQuery {
        groupA = List.copyOf(groupA);
        groupB = List.copyOf(groupB);
        cells = List.copyOf(cells);
    }

    /** Batches that each cell is projected into; none where cells are averaged as measured. */
    int projectedBatches() {
        return switch (averaging) {
            case PROJECTED -> groupA.size() + groupB.size();
            case OWN -> 0;
        };
    }
}
