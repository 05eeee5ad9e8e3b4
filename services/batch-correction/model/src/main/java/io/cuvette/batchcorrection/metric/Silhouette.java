package io.cuvette.batchcorrection.metric;

import io.cuvette.batchcorrection.embedding.Embedding;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Silhouettes (Rousseeuw 1987) with scikit-learn's conventions, Euclidean.
 *
 * <p>s = (c - a) / max(a, c), a the mean distance to the other members of the own group, c the
 * smallest mean distance to another group; 0 for a group of one cell.
 */
public final class Silhouette {
    private Silhouette() {}

    /** Silhouette of each cell, in [-1, 1]; needs at least two groups with cells. */
    public static double[] samples(Embedding embedding, int[] codes) {
        int[] sizes = Groups.sizes(codes);
        if (embedding.cells() != codes.length || Groups.occupied(codes) < 2) {
            throw new IllegalArgumentException("one code a cell and two groups are needed");
        }
        double[] silhouettes = new double[codes.length];
        IntStream.range(0, codes.length)
                .parallel()
                .forEach(cell -> silhouettes[cell] = sample(embedding, codes, sizes, cell));
        return silhouettes;
    }

    /** Mean silhouette: ASW, raw in [-1, 1]. */
    public static double average(Embedding embedding, int[] codes) {
        return mean(samples(embedding, codes));
    }

    /** scIB's label ASW: (ASW + 1) / 2. */
    public static double scaledLabelWidth(double average) {
        return (average + 1) / 2;
    }

    /**
     * scIB's batch ASW: within each label, the mean of 1 - |s| for silhouettes of the batches; then
     * the mean over labels. Labels with one batch, or with every cell in a batch of its own, do not
     * count; empty when no label does.
     */
    public static OptionalDouble batchWithinLabels(
            Embedding embedding, int[] batches, int[] labels) {
        double sum = 0;
        int counted = 0;
        for (int[] members : Groups.members(labels)) {
            if (members.length == 0) {
                continue;
            }
            int[] batchesInside = Groups.select(batches, members);
            int occupied = Groups.occupied(batchesInside);
            if (occupied < 2 || occupied == members.length) {
                continue;
            }
            double mixing = 0;
            for (double s : samples(embedding.select(members), batchesInside)) {
                mixing += 1 - Math.abs(s);
            }
            sum += mixing / members.length;
            counted++;
        }
        return counted == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / counted);
    }

    /**
     * Isolated labels, ASW form: over the labels that occur in the fewest batches, the mean of
     * their cells' mean (s + 1) / 2.
     *
     * @param silhouettes of the cells with respect to {@code labels}
     */
    public static double isolatedLabels(double[] silhouettes, int[] batches, int[] labels) {
        int[][] members = Groups.members(labels);
        int[] occupied = new int[members.length];
        int fewest = Integer.MAX_VALUE;
        for (int label = 0; label < members.length; label++) {
            if (members[label].length > 0) {
                occupied[label] = Groups.occupied(Groups.select(batches, members[label]));
                fewest = Math.min(fewest, occupied[label]);
            }
        }
        double sum = 0;
        int isolated = 0;
        for (int label = 0; label < members.length; label++) {
            if (members[label].length > 0 && occupied[label] == fewest) {
                double inside = 0;
                for (int cell : members[label]) {
                    inside += (silhouettes[cell] + 1) / 2;
                }
                sum += inside / members[label].length;
                isolated++;
            }
        }
        return sum / isolated;
    }

    static double mean(double[] values) {
        return Arrays.stream(values).sum() / values.length;
    }

    private static double sample(Embedding embedding, int[] codes, int[] sizes, int cell) {
        int own = codes[cell];
        if (sizes[own] == 1) {
            return 0;
        }
        double[] sums = new double[sizes.length];
        for (int other = 0; other < codes.length; other++) {
            sums[codes[other]] += Math.sqrt(embedding.squaredDistance(cell, other));
        }
        double inside = sums[own] / (sizes[own] - 1);
        double nearest = Double.POSITIVE_INFINITY;
        for (int group = 0; group < sizes.length; group++) {
            if (group != own && sizes[group] > 0) {
                nearest = Math.min(nearest, sums[group] / sizes[group]);
            }
        }
        double larger = Math.max(inside, nearest);
        return larger == 0 ? 0 : (nearest - inside) / larger;
    }
}
