package io.cuvette.batchcorrection.metric;

import io.cuvette.batchcorrection.neighbors.NearestNeighbors;
import java.util.Arrays;

/**
 * scIB's graph connectivity: for each label the share of its cells in the largest strongly
 * connected component of the label's part of the directed neighbour graph; the mean over labels.
 */
public final class GraphConnectivity {

    /** Edges from each cell, to others. */
    public static final int NEIGHBORS = 15;

    private GraphConnectivity() {}

    /** In (0, 1]; 1 when every label is one component. */
    public static double score(NearestNeighbors neighbors, int[] labels) {
        int used = Math.min(neighbors.count(), NEIGHBORS);
        int[] component = components(neighbors, used, labels);
        int[] componentSize = Groups.sizes(component);
        int[] labelSize = Groups.sizes(labels);
        int[] largest = new int[labelSize.length];
        for (int cell = 0; cell < labels.length; cell++) {
            largest[labels[cell]] = Math.max(largest[labels[cell]], componentSize[component[cell]]);
        }
        double sum = 0;
        int occupied = 0;
        for (int label = 0; label < labelSize.length; label++) {
            if (labelSize[label] > 0) {
                sum += largest[label] / (double) labelSize[label];
                occupied++;
            }
        }
        return sum / occupied;
    }

    /**
     * Tarjan's strongly connected components with an explicit stack; edges between labels are
     * ignored, so all induced sub-graphs are done in one pass.
     */
    private static int[] components(NearestNeighbors neighbors, int used, int[] labels) {
        int n = labels.length;
        int[] order = new int[n];
        int[] low = new int[n];
        int[] edge = new int[n];
        int[] component = new int[n];
        Arrays.fill(order, -1);
        Arrays.fill(component, -1);
        int[] path = new int[n];
        int[] open = new int[n];
        int openSize = 0;
        int visited = 0;
        int components = 0;
        for (int root = 0; root < n; root++) {
            if (order[root] >= 0) {
                continue;
            }
            int depth = 0;
            path[0] = root;
            order[root] = low[root] = visited++;
            open[openSize++] = root;
            while (depth >= 0) {
                int cell = path[depth];
                if (edge[cell] < used) {
                    int next = neighbors.index(cell, edge[cell]++);
                    if (labels[next] != labels[cell]) {
                        continue;
                    }
                    if (order[next] < 0) {
                        order[next] = low[next] = visited++;
                        open[openSize++] = next;
                        path[++depth] = next;
                    } else if (component[next] < 0) {
                        low[cell] = Math.min(low[cell], order[next]);
                    }
                } else {
                    depth--;
                    if (depth >= 0) {
                        low[path[depth]] = Math.min(low[path[depth]], low[cell]);
                    }
                    if (low[cell] == order[cell]) {
                        int member;
                        do {
                            member = open[--openSize];
                            component[member] = components;
                        } while (member != cell);
                        components++;
                    }
                }
            }
        }
        return component;
    }
}
