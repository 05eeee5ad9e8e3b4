package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.counterfactual.Validity;
import io.cuvette.batchcorrection.genomap.GenomapLayout;
import io.cuvette.batchcorrection.genomap.PixelTest;
import java.util.List;
import java.util.Optional;

/**
 * Pixels that differ between two groups of batches.
 *
 * @param method that projected
 * @param genes names, in the order of the layout and of the test
 * @param drawn number of cells whose projections are averaged; the same cells in every batch
 * @param smallestP that groups of these sizes can give
 */
public record PixelComparison(
        ModelRef model,
        String method,
        List<String> groupA,
        List<String> groupB,
        List<String> genes,
        int drawn,
        Optional<Validity> validity,
        GenomapLayout layout,
        PixelTest test,
        double smallestP) {}
