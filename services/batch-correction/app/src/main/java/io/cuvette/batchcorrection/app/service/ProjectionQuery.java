package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.method.Method;
import java.util.List;

/**
 * Cells to show in other batches.
 *
 * @param name of the model
 * @param version number or alias
 * @param method that projects
 * @param space of the values
 * @param cells names of the model's cells, at least one
 * @param batches names to show them in, all of them when empty
 * @param genes names among the model's genes, all of them when empty
 */
public record ProjectionQuery(
        String name,
        String version,
        Method method,
        Space space,
        List<String> cells,
        List<String> batches,
        List<String> genes) {

    public ProjectionQuery {
        cells = List.copyOf(cells);
        batches = List.copyOf(batches);
        genes = List.copyOf(genes);
    }
}
