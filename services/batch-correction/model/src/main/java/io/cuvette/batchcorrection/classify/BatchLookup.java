package io.cuvette.batchcorrection.classify;

/**
 * The classifier that knows nothing but a cell's batch: each batch's majority class in training,
 * and the overall majority for a batch that training did not see.
 */
record BatchLookup(int[] classOfBatch) {

    static BatchLookup fit(
            int[] batches, int[] classes, int[] train, int batchCount, int classCount) {
        int[][] counts = new int[batchCount][classCount];
        int[] overall = new int[classCount];
        boolean[] seen = new boolean[batchCount];
        for (int cell : train) {
            counts[batches[cell]][classes[cell]]++;
            overall[classes[cell]]++;
            seen[batches[cell]] = true;
        }
        int[] majority = new int[batchCount];
        for (int batch = 0; batch < batchCount; batch++) {
            majority[batch] = largest(seen[batch] ? counts[batch] : overall);
        }
        return new BatchLookup(majority);
    }

    int[] predict(int[] batches) {
        int[] predicted = new int[batches.length];
        for (int cell = 0; cell < batches.length; cell++) {
            predicted[cell] = classOfBatch[batches[cell]];
        }
        return predicted;
    }

    private static int largest(int[] counts) {
        int largest = 0;
        for (int c = 1; c < counts.length; c++) {
            largest = counts[c] > counts[largest] ? c : largest;
        }
        return largest;
    }
}
