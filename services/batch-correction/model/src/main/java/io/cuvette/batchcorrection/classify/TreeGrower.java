package io.cuvette.batchcorrection.classify;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Grows one classification tree (Breiman et al. 1984) on a bootstrap sample until leaves are pure
 * or cannot be cut. Each node draws dimensions without replacement, as many as asked for and then
 * until one of them varies, and takes the cut with the smallest Gini impurity.
 */
final class TreeGrower {

    /** Below this an insertion sort beats going through all bins. */
    private static final int FEW = 48;

    private final byte[][] bins;
    private final int[] classes;
    private final int tried;
    private final SplittableRandom random;

    /** Drawn cells, those of a node side by side, and how often each was drawn. */
    private final int[] cells;

    private final int[] weights;
    private final int[] order;
    private final int[] binStart = new int[Bins.MOST + 1];
    private final int[] dimensions;
    private final long[] total;
    private final long[] left;

    private final int[] nodeDimension;
    private final int[] nodeValue;
    private final int[] nodeLeft;
    private int nodes;

    private int bestDimension;
    private int bestBin;
    private double bestScore;

    /**
     * @param bins dimensions x cells
     * @param classes of the cells
     * @param tried dimensions a node looks at
     */
    TreeGrower(byte[][] bins, int[] classes, int classCount, int tried, SplittableRandom random) {
        this.bins = bins;
        this.classes = classes;
        this.tried = tried;
        this.random = random;
        int n = classes.length;
        weights = new int[n];
        int drawn = 0;
        for (int i = 0; i < n; i++) {
            int cell = random.nextInt(n);
            drawn += weights[cell] == 0 ? 1 : 0;
            weights[cell]++;
        }
        cells = new int[drawn];
        for (int cell = 0, next = 0; cell < n; cell++) {
            if (weights[cell] > 0) {
                cells[next++] = cell;
            }
        }
        order = new int[drawn];
        dimensions = new int[bins.length];
        Arrays.setAll(dimensions, d -> d);
        total = new long[classCount];
        left = new long[classCount];
        nodeDimension = new int[2 * drawn - 1];
        nodeValue = new int[nodeDimension.length];
        nodeLeft = new int[nodeDimension.length];
    }

    DecisionTree grow() {
        // each inner node replaces itself by two on the stack
        int[] from = new int[cells.length + 1];
        int[] to = new int[cells.length + 1];
        int[] node = new int[cells.length + 1];
        int open = 1;
        to[0] = cells.length;
        nodes = 1;
        while (open > 0) {
            open--;
            int start = from[open];
            int end = to[open];
            int current = node[open];
            if (!findCut(start, end, current)) {
                continue;
            }
            int middle = partition(start, end);
            nodeDimension[current] = bestDimension;
            nodeValue[current] = bestBin;
            nodeLeft[current] = nodes;
            from[open] = start;
            to[open] = middle;
            node[open++] = nodes;
            from[open] = middle;
            to[open] = end;
            node[open++] = nodes + 1;
            nodes += 2;
        }
        return new DecisionTree(
                Arrays.copyOf(nodeDimension, nodes),
                Arrays.copyOf(nodeValue, nodes),
                Arrays.copyOf(nodeLeft, nodes));
    }

    /** Finds the best cut of a node, or makes it a leaf. */
    private boolean findCut(int start, int end, int node) {
        long size = 0;
        for (int i = start; i < end; i++) {
            total[classes[cells[i]]] += weights[cells[i]];
            size += weights[cells[i]];
        }
        long squares = 0;
        long most = 0;
        int majority = 0;
        for (int i = start; i < end; i++) {
            int c = classes[cells[i]];
            if (total[c] > most || (total[c] == most && c < majority)) {
                most = total[c];
                majority = c;
            }
            squares += weights[cells[i]] * total[c];
        }
        bestScore = Double.NEGATIVE_INFINITY;
        if (most < size) {
            int looked = 0;
            while (looked < dimensions.length
                    && (looked < tried || bestScore == Double.NEGATIVE_INFINITY)) {
                int chosen = looked + random.nextInt(dimensions.length - looked);
                int dimension = dimensions[chosen];
                dimensions[chosen] = dimensions[looked];
                dimensions[looked++] = dimension;
                tryDimension(dimension, start, end, size, squares);
            }
        }
        for (int i = start; i < end; i++) {
            total[classes[cells[i]]] = 0;
        }
        if (bestScore == Double.NEGATIVE_INFINITY) {
            nodeDimension[node] = -1;
            nodeValue[node] = majority;
            return false;
        }
        return true;
    }

    /**
     * Sweeps the cuts of one dimension. The impurity sum_side n_side (1 - sum_c p_c^2) is smallest
     * where sum_side sum_c n_sc^2 / n_side is largest.
     */
    private void tryDimension(int dimension, int start, int end, long size, long squares) {
        byte[] bin = bins[dimension];
        int count = end - start;
        sortByBin(bin, start, end);
        int last = Byte.toUnsignedInt(bin[order[count - 1]]);
        if (Byte.toUnsignedInt(bin[order[0]]) == last) {
            return;
        }
        long leftSize = 0;
        long leftSquares = 0;
        long rightSquares = squares;
        int seen = 0;
        int here = Byte.toUnsignedInt(bin[order[0]]);
        while (here < last) {
            int cell = order[seen++];
            int c = classes[cell];
            long weight = weights[cell];
            long before = left[c];
            leftSquares += weight * (2 * before + weight);
            rightSquares -= weight * (2 * (total[c] - before) - weight);
            left[c] = before + weight;
            leftSize += weight;
            int next = Byte.toUnsignedInt(bin[order[seen]]);
            if (next > here) {
                double score =
                        leftSquares / (double) leftSize + rightSquares / (double) (size - leftSize);
                if (score > bestScore) {
                    bestScore = score;
                    bestDimension = dimension;
                    bestBin = here;
                }
                here = next;
            }
        }
        for (int i = 0; i < seen; i++) {
            left[classes[order[i]]] = 0;
        }
    }

    private void sortByBin(byte[] bin, int start, int end) {
        if (end - start < FEW) {
            for (int i = start; i < end; i++) {
                int cell = cells[i];
                int key = Byte.toUnsignedInt(bin[cell]);
                int j = i - start;
                while (j > 0 && Byte.toUnsignedInt(bin[order[j - 1]]) > key) {
                    order[j] = order[j - 1];
                    j--;
                }
                order[j] = cell;
            }
            return;
        }
        Arrays.fill(binStart, 0);
        for (int i = start; i < end; i++) {
            binStart[Byte.toUnsignedInt(bin[cells[i]]) + 1]++;
        }
        for (int b = 1; b < binStart.length; b++) {
            binStart[b] += binStart[b - 1];
        }
        for (int i = start; i < end; i++) {
            order[binStart[Byte.toUnsignedInt(bin[cells[i]])]++] = cells[i];
        }
    }

    /** Brings the node's cells of the left side to its front; returns where the right begins. */
    private int partition(int start, int end) {
        byte[] bin = bins[bestDimension];
        int low = start;
        int high = end;
        while (low < high) {
            if (Byte.toUnsignedInt(bin[cells[low]]) <= bestBin) {
                low++;
            } else {
                int swap = cells[--high];
                cells[high] = cells[low];
                cells[low] = swap;
            }
        }
        return low;
    }
}
