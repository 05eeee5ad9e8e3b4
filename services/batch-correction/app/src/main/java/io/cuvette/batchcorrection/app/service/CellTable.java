package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.preprocess.GeneAlignment;
import io.cuvette.data.anndata.DenseRows;
import io.cuvette.data.anndata.PackedStrings;
import io.cuvette.service.modellibrary.ModelRef;
import java.util.List;
import java.util.Optional;

/**
 * Values of cells: an embedding, or expression.
 *
 * @param model name and version they come from
 * @param method that made them, or several with a plus
 * @param cells names of the rows
 * @param columns names of the columns: dimensions or genes
 * @param values cells x columns, for one reader
 * @param genes how the genes of new cells met the model's; empty for training cells
 * @param batches how the batches of new cells met the model's, where the method needs them
 */
public record CellTable(
        ModelRef model,
        String method,
        List<String> cells,
        List<String> columns,
        DenseRows values,
        Optional<GeneAlignment> genes,
        Optional<BatchReport> batches) {

    public CellTable {
        // those of a model's cells are packed, and so they stay
        cells = cells instanceof PackedStrings ? cells : List.copyOf(cells);
        columns = List.copyOf(columns);
    }
}
