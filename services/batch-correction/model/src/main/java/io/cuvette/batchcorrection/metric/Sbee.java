package io.cuvette.batchcorrection.metric;

import io.cuvette.batchcorrection.embedding.Embedding;
import io.cuvette.batchcorrection.neighbors.NearestNeighbors;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Single-cell batch effect evaluator (sBEE, 2026; optional in scib-metrics). For each cell the
 * harmonic mean of
 *
 * <ul>
 *   <li>1 - the Jensen-Shannon distance (base 2) between the batches of the neighbours of its own
 *       label, itself counted, and those of the whole label; and
 *   <li>exp(-|1 - min(1, r)| / 0.15), r the median distance to the label's other cells of the own
 *       batch over that to the label's cells of other batches; r = 1 in a label of one batch.
 * </ul>
 *
 * The mean of these over the cells of a batch, then over the batches of a label, then over labels.
 * Costs the square of the number of cells of a label.
 *
 * <p>Where scib-metrics leaves r undefined, a cell whose medians are both 0 has r = 1 here, and one
 * that is alone in its batch is left out rather than scored 0.
 */
public final class Sbee {
    private static final double SENSITIVITY = 0.15;

    private Sbee() {}

    /**
     * In [0, 1], 1 is best; NaN when every cell is alone in its batch and label.
     *
     * @param neighbors of the cells; all are looked at, up to the size of the label
     */
    public static double score(
            Embedding embedding, NearestNeighbors neighbors, int[] batches, int[] labels) {
        int batchCount = Groups.codes(batches);
        double overLabels = 0;
        int labelsCounted = 0;
        for (int[] members : Groups.members(labels)) {
            int[] inside = Groups.select(batches, members);
            double[] shares = new double[batchCount];
            for (int batch : inside) {
                shares[batch] += 1.0 / members.length;
            }
            double[] scores = new double[members.length];
            IntStream.range(0, members.length)
                    .parallel()
                    .forEach(
                            i -> {
                                double mixing =
                                        1
                                                - jensenShannon(
                                                        local(
                                                                neighbors,
                                                                members[i],
                                                                members.length,
                                                                batches,
                                                                labels,
                                                                batchCount),
                                                        shares);
                                double near = nearness(embedding, members, inside, i);
                                double sum = mixing + near;
                                scores[i] = sum == 0 ? 0 : 2 * mixing * near / sum;
                            });
            double score = meanOverBatches(scores, inside);
            if (Double.isFinite(score)) {
                overLabels += score;
                labelsCounted++;
            }
        }
        return overLabels / labelsCounted;
    }

    private static double meanOverBatches(double[] scores, int[] batches) {
        int[][] members = Groups.members(batches);
        double sum = 0;
        int counted = 0;
        for (int[] cells : members) {
            double mean =
                    Arrays.stream(cells)
                            .mapToDouble(cell -> scores[cell])
                            .filter(score -> !Double.isNaN(score))
                            .average()
                            .orElse(Double.NaN);
            if (!Double.isNaN(mean)) {
                sum += mean;
                counted++;
            }
        }
        return sum / counted;
    }

    /** Shares of the batches among the neighbours of the cell's label and the cell itself. */
    private static double[] local(
            NearestNeighbors neighbors,
            int cell,
            int labelSize,
            int[] batches,
            int[] labels,
            int batchCount) {
        double[] shares = new double[batchCount];
        int used = Math.min(neighbors.count(), labelSize - 1);
        shares[batches[cell]] = 1;
        int counted = 1;
        for (int rank = 0; rank < used; rank++) {
            int other = neighbors.index(cell, rank);
            if (labels[other] == labels[cell]) {
                shares[batches[other]]++;
                counted++;
            }
        }
        for (int batch = 0; batch < shares.length; batch++) {
            shares[batch] /= counted;
        }
        return shares;
    }

    static double jensenShannon(double[] p, double[] q) {
        double divergence = 0;
        for (int i = 0; i < p.length; i++) {
            double middle = (p[i] + q[i]) / 2;
            divergence += p[i] > 0 ? p[i] * Math.log(p[i] / middle) / 2 : 0;
            divergence += q[i] > 0 ? q[i] * Math.log(q[i] / middle) / 2 : 0;
        }
        return Math.sqrt(Math.max(0, divergence / Math.log(2)));
    }

    private static double nearness(Embedding embedding, int[] members, int[] batches, int cell) {
        double[] own = new double[members.length];
        double[] others = new double[members.length];
        int ownCount = 0;
        int otherCount = 0;
        for (int other = 0; other < members.length; other++) {
            if (other != cell) {
                double distance =
                        Math.sqrt(embedding.squaredDistance(members[cell], members[other]));
                if (batches[other] == batches[cell]) {
                    own[ownCount++] = distance;
                } else {
                    others[otherCount++] = distance;
                }
            }
        }
        if (ownCount == 0) {
            return Double.NaN;
        }
        double inside = median(own, ownCount);
        double across = otherCount == 0 ? inside : median(others, otherCount);
        double ratio = inside >= across ? 1 : inside / across;
        return Math.exp(-(1 - ratio) / SENSITIVITY);
    }

    private static double median(double[] values, int count) {
        Arrays.sort(values, 0, count);
        int half = count / 2;
        return count % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
    }
}
