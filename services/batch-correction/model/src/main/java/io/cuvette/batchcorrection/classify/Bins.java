package io.cuvette.batchcorrection.classify;

import io.cuvette.batchcorrection.embedding.Embedding;
import java.util.Arrays;

/**
 * Cuts each dimension into at most 256 bins of about as many training cells each; where fewer
 * values differ, each has its own bin, so that nothing is lost.
 *
 * @param edges of each dimension, rising: a value's bin is the number of edges below it
 */
record Bins(double[][] edges) {

    static final int MOST = 256;

    static Bins fit(Embedding train) {
        double[][] edges = new double[train.dimensions()][];
        double[] column = new double[train.cells()];
        for (int d = 0; d < edges.length; d++) {
            for (int cell = 0; cell < column.length; cell++) {
                column[cell] = train.get(cell, d);
            }
            Arrays.sort(column);
            edges[d] = cut(column);
        }
        return new Bins(edges);
    }

    /** Bins, dimensions x cells. */
    byte[][] byDimension(Embedding cells) {
        byte[][] bins = new byte[edges.length][cells.cells()];
        for (int d = 0; d < edges.length; d++) {
            for (int cell = 0; cell < cells.cells(); cell++) {
                bins[d][cell] = (byte) bin(d, cells.get(cell, d));
            }
        }
        return bins;
    }

    int bin(int dimension, double value) {
        int found = Arrays.binarySearch(edges[dimension], value);
        // a value on an edge is not above it
        return found >= 0 ? found : -found - 1;
    }

    private static double[] cut(double[] sorted) {
        double[] edges = new double[MOST - 1];
        int size = 0;
        int distinct = 1;
        for (int i = 1; i < sorted.length && distinct <= MOST; i++) {
            distinct += sorted[i] > sorted[i - 1] ? 1 : 0;
        }
        if (distinct <= MOST) {
            for (int i = 1; i < sorted.length; i++) {
                if (sorted[i] > sorted[i - 1]) {
                    edges[size++] = between(sorted[i - 1], sorted[i]);
                }
            }
        } else {
            for (int q = 1; q < MOST; q++) {
                int i = (int) ((long) q * sorted.length / MOST);
                if (i > 0 && sorted[i] > sorted[i - 1]) {
                    double edge = between(sorted[i - 1], sorted[i]);
                    if (size == 0 || edge > edges[size - 1]) {
                        edges[size++] = edge;
                    }
                }
            }
        }
        return Arrays.copyOf(edges, size);
    }

    private static double between(double low, double high) {
        double middle = low / 2 + high / 2;
        return middle > low && middle < high ? middle : low;
    }
}
