package io.cuvette.batchcorrection.metric;

import io.cuvette.batchcorrection.embedding.Embedding;
import java.util.OptionalDouble;

/**
 * Batch removal adapted silhouette (Rautenstrauch and Ohler 2025), scib-metrics' default in place
 * of batch ASW: within each label the mean of 1 - |s| over the cells, s = (c - a) / max(a, c), a
 * the mean cosine distance to the other cells of the own batch and c the mean over <em>all</em>
 * cells of other batches. Taking all of them instead of the nearest batch uncovers batches that are
 * mixed in pairs only. The score is the mean over labels.
 *
 * <p>A cosine distance is linear in the unit vectors u, so sum_j (1 - u_i u_j) = m - u_i sum_j u_j:
 * sums of unit vectors by batch give the same means as all pairs, in time linear in the cells.
 */
public final class Bras {

    /** Mean distances below this are the rounding of 1 - u u. */
    private static final double ROUNDING = 1e-12;

    private Bras() {}

    /**
     * In [0, 1], 1 is best. Labels with one batch, or with every cell in a batch of its own, do not
     * count; empty when no label does.
     *
     * <p>A cell that is alone in its batch, or that is at no distance from anything, has s = 0. A
     * cell at the origin has no direction and distance 1 to every other one, as in scikit-learn.
     */
    public static OptionalDouble score(Embedding embedding, int[] batches, int[] labels) {
        double sum = 0;
        int counted = 0;
        for (int[] members : Groups.members(labels)) {
            int[] inside = Groups.select(batches, members);
            int occupied = Groups.occupied(inside);
            if (occupied < 2 || occupied == members.length) {
                continue;
            }
            sum += ofLabel(unitVectors(embedding.select(members)), inside);
            counted++;
        }
        return counted == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / counted);
    }

    private static double ofLabel(Embedding unit, int[] batches) {
        int dimensions = unit.dimensions();
        int[] sizes = Groups.sizes(batches);
        double[][] ofBatch = new double[sizes.length][dimensions];
        double[] ofAll = new double[dimensions];
        for (int cell = 0; cell < batches.length; cell++) {
            for (int d = 0; d < dimensions; d++) {
                ofBatch[batches[cell]][d] += unit.get(cell, d);
                ofAll[d] += unit.get(cell, d);
            }
        }
        double mixing = 0;
        for (int cell = 0; cell < batches.length; cell++) {
            double withOwn = 0;
            double withOthers = 0;
            for (int d = 0; d < dimensions; d++) {
                double value = unit.get(cell, d);
                double own = ofBatch[batches[cell]][d];
                withOwn += value * (own - value);
                withOthers += value * (ofAll[d] - own);
            }
            int size = sizes[batches[cell]];
            double near = 1 - withOwn / (size - 1);
            double far = 1 - withOthers / (batches.length - size);
            double larger = Math.max(near, far);
            mixing += size == 1 || larger < ROUNDING ? 1 : 1 - Math.abs((far - near) / larger);
        }
        return mixing / batches.length;
    }

    private static Embedding unitVectors(Embedding cells) {
        double[] unit = cells.values().clone();
        int dimensions = cells.dimensions();
        for (int cell = 0; cell < cells.cells(); cell++) {
            double largest = 0;
            for (int d = 0; d < dimensions; d++) {
                largest = Math.max(largest, Math.abs(cells.get(cell, d)));
            }
            if (largest == 0) {
                continue;
            }
            double squares = 0;
            for (int d = 0; d < dimensions; d++) {
                // scaled first: squares of very small or large values would leave the range
                double scaled = cells.get(cell, d) / largest;
                squares += scaled * scaled;
            }
            double length = Math.sqrt(squares);
            for (int d = 0; d < dimensions; d++) {
                unit[cell * dimensions + d] = cells.get(cell, d) / largest / length;
            }
        }
        return new Embedding(cells.cells(), dimensions, unit);
    }
}
