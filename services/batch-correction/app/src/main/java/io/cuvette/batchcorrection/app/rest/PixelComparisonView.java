package io.cuvette.batchcorrection.app.rest;

import io.cuvette.batchcorrection.app.service.PixelComparison;
import io.cuvette.batchcorrection.app.service.Trust;
import io.cuvette.batchcorrection.counterfactual.Validity;
import io.cuvette.batchcorrection.genomap.PixelTest;
import io.cuvette.service.modellibrary.ModelRef;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The test of each pixel as JSON.
 *
 * @param average which cells are averaged in a batch: {@code projected} or {@code own}
 * @param drawnCells that were averaged; projected ones in every batch
 * @param cells averaged in each batch, group A before group B
 * @param smallestPossibleP that groups of these sizes can give
 * @param below05 genes with p below 0.05, as the paper counts
 * @param expectedByChance of these when nothing differs and p is uniform
 * @param discoveries genes with q at most 0.05
 */
record PixelComparisonView(
        ModelRef model,
        String method,
        String average,
        List<String> groupA,
        List<String> groupB,
        int drawnCells,
        List<Integer> cells,
        Optional<Validity> validity,
        String trust,
        double smallestPossibleP,
        int below05,
        double expectedByChance,
        int discoveries,
        List<Pixel> genes) {

    private static final double LEVEL = 0.05;

    /**
     * @param meanDifference of group A minus group B, in standard deviations of the gene
     * @param q Benjamini and Hochberg's
     */
    record Pixel(String gene, int row, int column, double meanDifference, double p, double q) {}

    /** What is compared, and how far it can be believed. */
    static String trust(PixelComparison comparison) {
        return switch (comparison.averaging()) {
            case PROJECTED -> Trust.inWords(comparison.method(), comparison.validity());
            case OWN -> Trust.NOT_PROJECTED;
        };
    }

    static PixelComparisonView of(PixelComparison comparison) {
        PixelTest test = comparison.test();
        return new PixelComparisonView(
                comparison.model(),
                comparison.method(),
                comparison.averaging().key(),
                comparison.groupA(),
                comparison.groupB(),
                comparison.drawn(),
                Arrays.stream(comparison.cells()).boxed().toList(),
                comparison.validity(),
                trust(comparison),
                comparison.smallestP(),
                test.countBelow(LEVEL),
                LEVEL * comparison.genes().size(),
                (int) Arrays.stream(test.qValues()).filter(q -> q <= LEVEL).count(),
                IntStream.range(0, comparison.genes().size())
                        .mapToObj(
                                gene ->
                                        new Pixel(
                                                comparison.genes().get(gene),
                                                comparison.layout().row(gene),
                                                comparison.layout().column(gene),
                                                test.differences()[gene],
                                                test.pValues()[gene],
                                                test.qValues()[gene]))
                        .toList());
    }
}
