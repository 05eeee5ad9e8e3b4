package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.counterfactual.Validity;
import io.cuvette.batchcorrection.genomap.GenomapFigure;
import io.cuvette.batchcorrection.genomap.GenomapLayout;
import io.cuvette.service.modellibrary.ModelRef;
import java.util.List;
import java.util.Optional;

/**
 * Cells as pictures across batches.
 *
 * @param method that projected
 * @param batchFree method that took the batch out for the second picture of each cell
 * @param genes names, in the order of the layout
 * @param batches names, in the order of the pictures
 * @param cells that are shown, with their support in each batch
 * @param drawn number of cells that the layout was computed from
 */
public record GenomapStrip(
        ModelRef model,
        String method,
        String batchFree,
        List<String> genes,
        List<String> batches,
        List<Projection.Cell> cells,
        int drawn,
        Optional<Validity> validity,
        GenomapFigure figure) {

    public GenomapLayout layout() {
        return figure.layout();
    }

    /** Names of the genes ringed in a cell's pictures, those that differ most between batches. */
    public List<String> ringed(int cell) {
        return figure.marked(figure.cells().get(cell)).stream().map(genes::get).toList();
    }
}
