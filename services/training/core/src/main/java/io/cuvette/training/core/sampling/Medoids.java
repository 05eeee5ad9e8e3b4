package io.cuvette.training.core.sampling;

import java.util.Arrays;

/** Greedy medoids: facility location on L1 distances (Nemhauser, Wolsey and Fisher 1978). */
final class Medoids {

    private Medoids() {}

    /**
     * Chooses medoids among a group of points and adds to each one's weight the number of the
     * group's points that are nearest to it.
     *
     * @param group indices of the points
     * @param number of medoids, 0 to the size of the group
     * @param weights by point, changed in place
     */
    static void select(int[] group, double[][] points, int number, double[] weights) {
        double[][] distances = distances(group, points);
        double[] nearest = new double[group.length];
        int[] medoidOf = new int[group.length];
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
        boolean[] chosen = new boolean[group.length];
        for (int k = 0; k < number; k++) {
            int best = -1;
            double least = Double.POSITIVE_INFINITY;
            for (int candidate = 0; candidate < group.length; candidate++) {
                double sum = chosen[candidate] ? Double.NaN : cost(distances[candidate], nearest);
                if (sum < least) {
                    least = sum;
                    best = candidate;
                }
            }
            chosen[best] = true;
            for (int i = 0; i < group.length; i++) {
                // the medoid itself goes to itself even where it has a double among them
                if (distances[best][i] < nearest[i] || i == best) {
                    nearest[i] = distances[best][i];
                    medoidOf[i] = best;
                }
            }
        }
        for (int i = 0; i < group.length && number > 0; i++) {
            weights[group[medoidOf[i]]]++;
        }
    }

    private static double cost(double[] toCandidate, double[] nearest) {
        double sum = 0;
        for (int i = 0; i < nearest.length; i++) {
            sum += Math.min(toCandidate[i], nearest[i]);
        }
        return sum;
    }

    private static double[][] distances(int[] group, double[][] points) {
        double[][] distances = new double[group.length][group.length];
        for (int i = 0; i < group.length; i++) {
            for (int j = 0; j < i; j++) {
                double sum = 0;
                double[] a = points[group[i]];
                double[] b = points[group[j]];
                for (int d = 0; d < a.length; d++) {
                    sum += Math.abs(a[d] - b[d]);
                }
                distances[i][j] = sum;
                distances[j][i] = sum;
            }
        }
        return distances;
    }
}
