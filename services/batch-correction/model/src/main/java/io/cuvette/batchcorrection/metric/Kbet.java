package io.cuvette.batchcorrection.metric;

import io.cuvette.batchcorrection.embedding.Embedding;
import io.cuvette.batchcorrection.neighbors.NearestNeighbors;
import java.util.Arrays;
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
 * <p>scIB finds neighbours by diffusion distance on a 50-neighbour graph instead, see {@link
 * KbetDiffusion}; the two are comparable in rank but not in value.
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
            if (applies(batches, members)) {
                int[] inside = Groups.select(batches, members);
                NearestNeighbors neighbors =
                        NearestNeighbors.search(embedding.select(members), neighborhood(inside));
                sum += acceptance(neighbors, inside, false);
                counted++;
            }
        }
        return counted == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / counted);
    }

    /** Whether a label has enough cells and batches. */
    static boolean applies(int[] batches, int[] members) {
        return members.length >= FEWEST_CELLS
                && Groups.occupied(Groups.select(batches, members)) >= 2;
    }

    /** Neighbours that are looked at, k0. */
    static int neighborhood(int[] batches) {
        return Math.min(70, Math.max(10, batches.length / Groups.occupied(batches) / 4));
    }

    /**
     * Share of cells whose neighbours do not contradict the overall batch shares.
     *
     * @param countSelf whether a cell counts among its own neighbours
     */
    static double acceptance(NearestNeighbors neighbors, int[] batches, boolean countSelf) {
        int[] sizes = Groups.sizes(batches);
        int occupied = Groups.occupied(batches);
        if (occupied < 2) {
            return 1;
        }
        double n = batches.length;
        int observedCells = neighbors.count() + (countSelf ? 1 : 0);
        double critical =
                new ChiSquaredDistribution(occupied - 1.0)
                        .inverseCumulativeProbability(1 - SIGNIFICANCE);
        int[] observed = new int[sizes.length];
        int accepted = 0;
        for (int cell = 0; cell < batches.length; cell++) {
            Arrays.fill(observed, 0);
            if (countSelf) {
                observed[batches[cell]]++;
            }
            for (int rank = 0; rank < neighbors.count(); rank++) {
                observed[batches[neighbors.index(cell, rank)]]++;
            }
            double chiSquared = 0;
            for (int batch = 0; batch < sizes.length; batch++) {
                if (sizes[batch] > 0) {
                    double expected = observedCells * (sizes[batch] / n);
                    double difference = observed[batch] - expected;
                    chiSquared += difference * difference / expected;
                }
            }
            accepted += chiSquared <= critical ? 1 : 0;
        }
        return accepted / n;
    }
}
