package io.cuvette.batchcorrection.app.rest;

import io.cuvette.batchcorrection.app.service.GenomapStrip;
import io.cuvette.batchcorrection.app.service.Projection;
import io.cuvette.batchcorrection.app.service.Trust;
import io.cuvette.batchcorrection.counterfactual.Validity;
import io.cuvette.batchcorrection.genomap.GenomapLayout;
import io.cuvette.batchcorrection.genomap.PixelGrid;
import io.cuvette.service.modellibrary.ModelRef;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * A genomap as JSON: where genes lie, how good the layout is, and how far its pictures can be
 * trusted.
 *
 * @param batchFree method of the pictures without the batch
 * @param drawnCells that the layout was computed from
 * @param objective Gromov-Wasserstein objective of the layout
 * @param converged false when the bound on the iterations ended the search
 * @param quality mean 1 - Pearson of genes on touching pixels, and of all pairs
 * @param cells as in projections, with the genes that are ringed
 */
record GenomapView(
        ModelRef model,
        String method,
        String batchFree,
        String layout,
        PixelGrid grid,
        int drawnCells,
        double objective,
        int iterations,
        boolean converged,
        Quality quality,
        Optional<Validity> validity,
        String trust,
        List<String> batches,
        List<ShownCell> cells,
        List<Gene> genes) {

    /** A mean over no pair is absent. */
    record Quality(OptionalDouble neighbors, OptionalDouble allPairs) {}

    record ShownCell(Projection.Cell cell, List<String> ringed) {}

    record Gene(String gene, int row, int column) {}

    static GenomapView of(GenomapStrip strip) {
        GenomapLayout layout = strip.layout();
        return new GenomapView(
                strip.model(),
                strip.method(),
                strip.batchFree(),
                layout.kind().name().toLowerCase(Locale.ROOT),
                layout.grid(),
                strip.drawn(),
                layout.objective(),
                layout.iterations(),
                layout.converged(),
                new Quality(
                        present(layout.quality().neighbors()),
                        present(layout.quality().allPairs())),
                strip.validity(),
                Trust.inWords(strip.method(), strip.validity()),
                strip.batches(),
                IntStream.range(0, strip.cells().size())
                        .mapToObj(
                                cell -> new ShownCell(strip.cells().get(cell), strip.ringed(cell)))
                        .toList(),
                IntStream.range(0, layout.genes())
                        .mapToObj(
                                gene ->
                                        new Gene(
                                                strip.genes().get(gene),
                                                layout.row(gene),
                                                layout.column(gene)))
                        .toList());
    }

    private static OptionalDouble present(double mean) {
        return Double.isFinite(mean) ? OptionalDouble.of(mean) : OptionalDouble.empty();
    }
}
