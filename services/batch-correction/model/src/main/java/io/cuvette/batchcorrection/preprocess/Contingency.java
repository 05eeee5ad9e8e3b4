package io.cuvette.batchcorrection.preprocess;

import java.util.Arrays;

/**
 * How many cells each batch has of each label; cells without either are left out.
 *
 * @param table batches x labels
 * @param ofBatch sums of its rows
 * @param ofLabel sums of its columns
 * @param total sum of all
 */
record Contingency(int[][] table, int[] ofBatch, int[] ofLabel, int total) {

    static Contingency of(Grouping batches, Grouping labels) {
        int[][] table = new int[batches.names().size()][labels.names().size()];
        int[] ofBatch = new int[table.length];
        int[] ofLabel = new int[labels.names().size()];
        int total = 0;
        for (int cell = 0; cell < batches.size(); cell++) {
            int batch = batches.codes()[cell];
            int label = labels.codes()[cell];
            if (batch >= 0 && label >= 0) {
                table[batch][label]++;
                ofBatch[batch]++;
                ofLabel[label]++;
                total++;
            }
        }
        return new Contingency(table, ofBatch, ofLabel, total);
    }

    /**
     * Accuracy of naming a cell's label from its batch alone: majority label of each batch (spec
     * 3.3), counted on the very cells that it is the majority of. NaN without cells.
     */
    double inSampleLookupCeiling() {
        double majority = 0;
        for (int[] row : table) {
            majority += Arrays.stream(row).max().orElse(0);
        }
        return majority / total;
    }

    /** Expected accuracy of guessing by label frequency, sum of squared shares. NaN without any. */
    double chance() {
        double n = total;
        return total == 0
                ? Double.NaN
                : Arrays.stream(ofLabel).mapToDouble(count -> count / n * (count / n)).sum();
    }

    /**
     * Cramer's V = sqrt(chi^2 / n / (min(batches, labels) - 1)), 0 to 1; 0 when either is alone,
     * NaN without cells.
     */
    double cramersV() {
        if (total == 0) {
            return Double.NaN;
        }
        double chiSquared = 0;
        for (int b = 0; b < table.length; b++) {
            for (int l = 0; l < ofLabel.length; l++) {
                double expected = (double) ofBatch[b] * ofLabel[l] / total;
                if (expected > 0) {
                    double difference = table[b][l] - expected;
                    chiSquared += difference * difference / expected;
                }
            }
        }
        int degrees = Math.min(table.length, ofLabel.length) - 1;
        return degrees > 0 ? Math.sqrt(chiSquared / total / degrees) : 0;
    }

    /** Labels that a batch has. */
    int labelsIn(int batch) {
        return (int) Arrays.stream(table[batch]).filter(count -> count > 0).count();
    }

    /** Batches that have a label. */
    int batchesWith(int label) {
        return (int) Arrays.stream(table).filter(row -> row[label] > 0).count();
    }

    /** The first batch that has the label. */
    int firstBatchWith(int label) {
        int batch = 0;
        while (table[batch][label] == 0) {
            batch++;
        }
        return batch;
    }

    /** Whether the batch tells the label: no batch has two of them. */
    boolean batchDeterminesLabel() {
        for (int batch = 0; batch < table.length; batch++) {
            if (labelsIn(batch) > 1) {
                return false;
            }
        }
        return true;
    }

    long emptyPairs() {
        return Arrays.stream(table)
                .mapToLong(row -> Arrays.stream(row).filter(count -> count == 0).count())
                .sum();
    }
}
