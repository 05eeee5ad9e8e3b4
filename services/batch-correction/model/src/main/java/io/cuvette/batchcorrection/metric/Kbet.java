package io.cuvette.batchcorrection.metric;

import io.cuvette.batchcorrection.embedding.Embedding;
import io.cuvette.batchcorrection.neighbors.NearestNeighbors;
import java.util.OptionalDouble;
import org.hipparchus.distribution.continuous.ChiSquaredDistribution;

/**
 * kBET (Büttner et al. 2019) per label on the embedding itself.
 *
 * <p>Inside a label with at least 10 cells and 2 batches: for each cell the batches of its k0
 * nearest neighbours are compared with the label's batch shares f by chi2 = sum (o - k0 f)^2 / (k0
 * f), n_b - 1 degrees of freedom, k0 = min(70, max(10, mean batch size / 4)); the score is the
 * share of cells with p of at least 0.05, averaged over labels.
 *
 * <p>scIB finds neighbours by diffusion distance on a 50-neighbour graph instead, so the two are
 * comparable in rank but not in value.
 */
public final class Kbet {
    private static final int FEWEST_CELLS = 10;
    private static final double SIGNIFICANCE = 0.05;

    private Kbet() {}

    /** Acceptance rate in [0, 1], 1 is best; empty when no label is large and mixed enough. */
    public static OptionalDouble score(Embedding embedding, int[] batches, int[] labels) {
        double sum = 0;
        int counted = 0;
        for (int[] members : Groups.members(labels)) {
            if (members.length < FEWEST_CELLS) {
                continue;
            }
            int[] batchesInside = Groups.select(batches, members);
            if (Groups.occupied(batchesInside) >= 2) {
                sum += acceptance(embedding.select(members), batchesInside);
                counted++;
            }
        }
        return counted == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / counted);
    }

    private static double acceptance(Embedding cells, int[] batches) {
        int[] sizes = Groups.sizes(batches);
        int occupied = Groups.occupied(batches);
        int neighborhood = Math.min(70, Math.max(10, cells.cells() / occupied / 4));
        NearestNeighbors neighbors = NearestNeighbors.search(cells, neighborhood);
        int k0 = neighbors.count();
        ChiSquaredDistribution distribution = new ChiSquaredDistribution(occupied - 1.0);
        int accepted = 0;
        for (int cell = 0; cell < cells.cells(); cell++) {
            int[] observed = new int[sizes.length];
            for (int rank = 0; rank < k0; rank++) {
                observed[batches[neighbors.index(cell, rank)]]++;
            }
            double chiSquared = 0;
            for (int batch = 0; batch < sizes.length; batch++) {
                if (sizes[batch] > 0) {
                    double expected = k0 * (sizes[batch] / (double) cells.cells());
                    double difference = observed[batch] - expected;
                    chiSquared += difference * difference / expected;
                }
            }
            if (1 - distribution.cumulativeProbability(chiSquared) >= SIGNIFICANCE) {
                accepted++;
            }
        }
        return accepted / (double) cells.cells();
    }
}
