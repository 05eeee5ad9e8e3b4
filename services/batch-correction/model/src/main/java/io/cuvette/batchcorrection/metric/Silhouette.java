package io.cuvette.batchcorrection.metric;

import io.cuvette.batchcorrection.embedding.CellTiles;
import io.cuvette.batchcorrection.embedding.Embedding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Silhouettes (Rousseeuw 1987) with scikit-learn's conventions, Euclidean.
 *
 * <p>s = (c - a) / max(a, c), a the mean distance to the other members of the own group, c the
 * smallest mean distance to another group; 0 for a group of one cell.
 */
public final class Silhouette {

    /** Cells of one task. */
    private static final int BLOCK = 16;

    private Silhouette() {}

    /** Silhouette of each cell, in [-1, 1]; needs at least two groups with cells. */
    public static double[] samples(Embedding embedding, int[] codes) {
        return samples(embedding, List.of(codes)).get(0);
    }

    /**
     * Silhouettes for several partitions of the same cells; distances, which cost the square of the
     * number of cells, are computed once. On all processors; the answer does not depend on their
     * number.
     *
     * @param partitions each with at least two groups that have cells
     * @return silhouettes of the cells for each partition
     */
    public static List<double[]> samples(Embedding embedding, List<int[]> partitions) {
        List<int[]> sizes = new ArrayList<>();
        List<double[]> silhouettes = new ArrayList<>();
        for (int[] codes : partitions) {
            if (embedding.cells() != codes.length || Groups.occupied(codes) < 2) {
                throw new IllegalArgumentException("one code a cell and two groups are needed");
            }
            sizes.add(Groups.sizes(codes));
            silhouettes.add(new double[codes.length]);
        }
        int cells = embedding.cells();
        CellTiles tiles = new CellTiles(embedding);
        IntStream.range(0, (cells + BLOCK - 1) / BLOCK)
                .parallel()
                .forEach(
                        block -> {
                            int from = block * BLOCK;
                            int to = Math.min(cells, from + BLOCK);
                            double[][][] sums =
                                    distanceSums(embedding, tiles, partitions, sizes, from, to);
                            for (int p = 0; p < partitions.size(); p++) {
                                for (int cell = from; cell < to; cell++) {
                                    silhouettes.get(p)[cell] =
                                            width(
                                                    sums[p][cell - from],
                                                    sizes.get(p),
                                                    partitions.get(p)[cell]);
                                }
                            }
                        });
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
        int[] isolated = Groups.inFewestBatches(batches, labels);
        double sum = 0;
        for (int label : isolated) {
            double inside = 0;
            for (int cell : members[label]) {
                inside += (silhouettes[cell] + 1) / 2;
            }
            sum += inside / members[label].length;
        }
        return sum / isolated.length;
    }

    static double mean(double[] values) {
        return Arrays.stream(values).sum() / values.length;
    }

    /** Sums of the distances of a block of cells to each group, by partition, cell and group. */
    private static double[][][] distanceSums(
            Embedding embedding,
            CellTiles tiles,
            List<int[]> partitions,
            List<int[]> sizes,
            int from,
            int to) {
        double[][][] sums = new double[partitions.size()][][];
        for (int p = 0; p < sums.length; p++) {
            sums[p] = new double[to - from][sizes.get(p).length];
        }
        double[] distances = new double[CellTiles.WIDTH];
        // the block's cells share each tile while it is in the cache
        for (int tile = 0; tile < tiles.count(); tile++) {
            int start = tiles.start(tile);
            int count = tiles.end(tile) - start;
            for (int cell = from; cell < to; cell++) {
                tiles.squaredDistances(embedding, cell, tile, distances);
                for (int c = 0; c < CellTiles.WIDTH; c++) {
                    distances[c] = Math.sqrt(distances[c]);
                }
                for (int p = 0; p < sums.length; p++) {
                    int[] codes = partitions.get(p);
                    double[] own = sums[p][cell - from];
                    for (int c = 0; c < count; c++) {
                        own[codes[start + c]] += distances[c];
                    }
                }
            }
        }
        return sums;
    }

    private static double width(double[] sums, int[] sizes, int own) {
        if (sizes[own] == 1) {
            return 0;
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
