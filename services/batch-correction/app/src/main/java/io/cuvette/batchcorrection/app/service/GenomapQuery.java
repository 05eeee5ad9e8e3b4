package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.genomap.LayoutKind;
import io.cuvette.batchcorrection.method.Method;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;

/**
 * A genomap: where genes lie, learned from projections of drawn cells.
 *
 * @param name of the model
 * @param version number or alias
 * @param method that projects
 * @param batches names that cells are projected into, all of them when empty
 * @param size pixels along a side; the smallest square that holds the genes when empty
 * @param drawn cells that the layout is computed from; as many as is usual when empty
 * @param abandoned whether nobody waits for the answer any more; asked now and then
 */
public record GenomapQuery(
        String name,
        String version,
        Method method,
        LayoutKind layout,
        List<String> batches,
        GeneChoice genes,
        OptionalInt size,
        OptionalInt drawn,
        BooleanSupplier abandoned) {

    public GenomapQuery {
        batches = List.copyOf(batches);
    }
}
