package io.cuvette.reactormodel.gating;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hipparchus.clustering.CentroidCluster;
import org.hipparchus.clustering.DoublePoint;
import org.hipparchus.clustering.KMeansPlusPlusClusterer;
import org.hipparchus.clustering.distance.EuclideanDistance;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.random.MersenneTwister;

/**
 * Gives each reactor to one expert by its context: clusters of contexts by K-means, and a linear
 * gate that finds the cluster again, fitted by least squares; the largest of its answers wins
 * (top-1 routing of MixER, Nzoyem et al., "MixER: better mixture of experts routing for
 * hierarchical meta-learning", 2025). There contexts are learned and the gate is fitted again and
 * again; here they are what is declared of a reactor, so once is enough.
 *
 * @param means of the contexts' columns
 * @param deviations of the contexts' columns, above 0
 * @param weights {@code [experts][columns + 1]}, the last for a constant 1
 */
public record ExpertGate(double[] means, double[] deviations, double[][] weights) {
    private static final int MOST_ITERATIONS = 200;
    private static final double RIDGE = 1e-6;

    public ExpertGate {
        if (means.length != deviations.length) {
            throw new IllegalArgumentException("means and deviations of different number");
        }
        for (double[] row : weights) {
            if (row.length != means.length + 1) {
                throw new IllegalArgumentException("weights that do not fit the contexts");
            }
        }
    }

    /** Everything goes to the only expert. */
    public static ExpertGate single(int columns) {
        double[] ones = new double[columns];
        Arrays.fill(ones, 1);
        return new ExpertGate(new double[columns], ones, new double[1][columns + 1]);
    }

    /**
     * @param contexts of many reactors, more than experts
     * @param experts from 1
     */
    public static ExpertGate fit(List<double[]> contexts, int experts, long seed) {
        if (experts < 1 || contexts.size() < experts) {
            throw new IllegalArgumentException(
                    "%d experts for %d contexts".formatted(experts, contexts.size()));
        }
        int columns = contexts.get(0).length;
        if (experts == 1) {
            return single(columns);
        }
        double[] means = new double[columns];
        double[] deviations = new double[columns];
        for (int j = 0; j < columns; j++) {
            for (double[] context : contexts) {
                means[j] += context[j] / contexts.size();
            }
            for (double[] context : contexts) {
                double off = context[j] - means[j];
                deviations[j] += off * off / contexts.size();
            }
            deviations[j] = deviations[j] > 1e-18 ? Math.sqrt(deviations[j]) : 1;
        }
        List<DoublePoint> points = new ArrayList<>();
        for (double[] context : contexts) {
            points.add(new DoublePoint(standardized(context, means, deviations)));
        }
        List<CentroidCluster<DoublePoint>> clusters =
                new KMeansPlusPlusClusterer<DoublePoint>(
                                experts,
                                MOST_ITERATIONS,
                                new EuclideanDistance(),
                                new MersenneTwister(seed))
                        .cluster(points);
        RealMatrix x = MatrixUtils.createRealMatrix(points.size(), columns + 1);
        RealMatrix y = MatrixUtils.createRealMatrix(points.size(), experts);
        int row = 0;
        for (int cluster = 0; cluster < clusters.size(); cluster++) {
            for (DoublePoint point : clusters.get(cluster).getPoints()) {
                for (int j = 0; j < columns; j++) {
                    x.setEntry(row, j, point.getPoint()[j]);
                }
                x.setEntry(row, columns, 1);
                y.setEntry(row, cluster, 1);
                row++;
            }
        }
        RealMatrix normal = x.transposeMultiply(x);
        for (int j = 0; j <= columns; j++) {
            // one-hot columns sum to the constant: without it the matrix is singular
            normal.addToEntry(j, j, RIDGE * points.size());
        }
        RealMatrix solved =
                new CholeskyDecomposition(normal).getSolver().solve(x.transposeMultiply(y));
        return new ExpertGate(means, deviations, solved.transpose().getData());
    }

    public int experts() {
        return weights.length;
    }

    /** The expert for a context, from 0. */
    public int route(double[] context) {
        double[] x = standardized(context, means, deviations);
        int best = 0;
        double largest = Double.NEGATIVE_INFINITY;
        for (int expert = 0; expert < weights.length; expert++) {
            double answer = weights[expert][x.length];
            for (int j = 0; j < x.length; j++) {
                answer += weights[expert][j] * x[j];
            }
            if (answer > largest) {
                largest = answer;
                best = expert;
            }
        }
        return best;
    }

    private static double[] standardized(double[] context, double[] means, double[] deviations) {
        double[] x = new double[context.length];
        for (int j = 0; j < x.length; j++) {
            x[j] = (context[j] - means[j]) / deviations[j];
        }
        return x;
    }
}
