package io.cuvette.batchcorrection.program;

import io.cuvette.data.anndata.DenseMatrix;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The specification's 8.4 for {@code medl_plus}: held-out cells moved into every other batch k that
 * has their label, xcf_k = D(h) + beta_k, judged by the centroids of (batch, label).
 */
final class OffsetProjection {

    private final PreparedCells cells;
    private final int genes;

    /** Mean of the scaled cells of each batch and label, null where there is none. */
    private final double[][][] centroids;

    OffsetProjection(PreparedCells cells) {
        this.cells = cells;
        this.genes = cells.genes();
        this.centroids = new double[cells.batchCount()][cells.labelNames().size()][];
        int[][] sizes = new int[cells.batchCount()][cells.labelNames().size()];
        float[] row = new float[genes];
        for (int cell = 0; cell < cells.batches().length; cell++) {
            int batch = cells.batches()[cell];
            int label = cells.labels()[cell];
            if (centroids[batch][label] == null) {
                centroids[batch][label] = new double[genes];
            }
            cells.scaled().copyRow(cell, row, 0);
            for (int gene = 0; gene < genes; gene++) {
                centroids[batch][label][gene] += row[gene];
            }
            sizes[batch][label]++;
        }
        for (int batch = 0; batch < sizes.length; batch++) {
            for (int label = 0; label < sizes[batch].length; label++) {
                for (int gene = 0; sizes[batch][label] > 0 && gene < genes; gene++) {
                    centroids[batch][label][gene] /= sizes[batch][label];
                }
            }
        }
    }

    /**
     * @param decoded D(h) of the test cells
     * @param offsets beta, batches x genes, row-major
     * @return ratio, improved (frac), kept and correlation
     */
    Map<String, Double> judge(DenseMatrix decoded, float[] offsets) {
        int[] test = cells.split().test();
        int pairs = 0;
        int improved = 0;
        int kept = 0;
        double moved = 0;
        double stayed = 0;
        double correlation = 0;
        double[] own = new double[genes];
        double[] other = new double[genes];
        for (int i = 0; i < test.length; i++) {
            int from = cells.batches()[test[i]];
            int label = cells.labels()[test[i]];
            for (int to = 0; to < centroids.length; to++) {
                if (to == from || centroids[to][label] == null) {
                    continue;
                }
                for (int gene = 0; gene < genes; gene++) {
                    own[gene] = decoded.get(i, gene) + offsets[from * genes + gene];
                    other[gene] = decoded.get(i, gene) + offsets[to * genes + gene];
                }
                double before = squaredDistance(own, centroids[to][label]);
                double after = squaredDistance(other, centroids[to][label]);
                stayed += before;
                moved += after;
                improved += after < before ? 1 : 0;
                kept += nearestLabel(other, to) == label ? 1 : 0;
                correlation +=
                        pearson(
                                difference(other, own),
                                difference(centroids[to][label], centroids[from][label]));
                pairs++;
            }
        }
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("projection.ratio", moved / stayed);
        figures.put("projection.improved", (double) improved / pairs);
        figures.put("projection.kept", (double) kept / pairs);
        figures.put("projection.correlation", correlation / pairs);
        return figures;
    }

    private int nearestLabel(double[] x, int batch) {
        int nearest = -1;
        double smallest = Double.POSITIVE_INFINITY;
        for (int label = 0; label < centroids[batch].length; label++) {
            if (centroids[batch][label] != null) {
                double distance = squaredDistance(x, centroids[batch][label]);
                if (distance < smallest) {
                    smallest = distance;
                    nearest = label;
                }
            }
        }
        return nearest;
    }

    private static double squaredDistance(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += (x[i] - y[i]) * (x[i] - y[i]);
        }
        return sum;
    }

    private static double[] difference(double[] x, double[] y) {
        double[] difference = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            difference[i] = x[i] - y[i];
        }
        return difference;
    }

    private static double pearson(double[] x, double[] y) {
        double meanX = 0;
        double meanY = 0;
        for (int i = 0; i < x.length; i++) {
            meanX += x[i] / x.length;
            meanY += y[i] / y.length;
        }
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (int i = 0; i < x.length; i++) {
            xy += (x[i] - meanX) * (y[i] - meanY);
            xx += (x[i] - meanX) * (x[i] - meanX);
            yy += (y[i] - meanY) * (y[i] - meanY);
        }
        return xy / Math.sqrt(xx * yy);
    }
}
