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
}
