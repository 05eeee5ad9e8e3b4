package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.counterfactual.Validity;
import io.cuvette.batchcorrection.genomap.GenomapLayout;
import io.cuvette.batchcorrection.genomap.PixelTest;
import io.cuvette.service.modellibrary.ModelRef;
import java.util.List;
import java.util.Optional;

/**
 * Pixels that differ between two groups of batches.
 *
 * @param method that projected, for the layout at least
 * @param genes names, in the order of the layout and of the test
 * @param drawn number of cells that are averaged
 * @param cells of each batch, group A before group B; projected they are the same in every batch
 * @param validity of projections; empty where none are averaged or none can be judged
 * @param smallestP that groups of these sizes can give
 */
public record PixelComparison(
        ModelRef model,
        String method,
        Averaging averaging,
        List<String> groupA,
        List<String> groupB,
        List<String> genes,
        int drawn,
        int[] cells,
        Optional<Validity> validity,
        GenomapLayout layout,
        PixelTest test,
        double smallestP) {}
