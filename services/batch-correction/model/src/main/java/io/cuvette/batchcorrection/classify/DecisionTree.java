package io.cuvette.batchcorrection.classify;

/**
 * A binary tree in arrays; node 0 is the root.
 *
 * @param dimension that an inner node looks at; -1 in a leaf
 * @param largestLeft largest bin that goes left; in a leaf the class
 * @param left first child; the second is the next node
 */
record DecisionTree(int[] dimension, int[] largestLeft, int[] left) {

    /**
     * @param bins of a cell, one a dimension
     */
    int predict(byte[] bins) {
        int node = 0;
        while (dimension[node] >= 0) {
            boolean low = Byte.toUnsignedInt(bins[dimension[node]]) <= largestLeft[node];
            node = low ? left[node] : left[node] + 1;
        }
        return largestLeft[node];
    }
}
