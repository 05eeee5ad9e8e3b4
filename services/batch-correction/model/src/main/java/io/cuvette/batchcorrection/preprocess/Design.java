package io.cuvette.batchcorrection.preprocess;

/**
 * How batches and labels meet in the cells.
 *
 * @param batches of all cells
 * @param labels of all cells; no categories and only codes -1 when no label column was named
 * @param lookupCeiling accuracy of naming a cell's label from its batch alone (majority label of
 *     each batch); near 1 any representation that keeps the batch "predicts" the label. NaN without
 *     labels
 * @param chance expected accuracy of guessing by label frequency, sum of squared shares; NaN
 *     without labels
 * @param cramersV association of batch and label, 0 to 1; NaN without labels
 */
public record Design(
        Grouping batches, Grouping labels, double lookupCeiling, double chance, double cramersV) {

    /** Computes the figures; cells without a label are left out of them. */
    public static Design of(Grouping batches, Grouping labels) {
        int[][] table = new int[batches.names().size()][labels.names().size()];
        double n = 0;
        for (int cell = 0; cell < batches.size(); cell++) {
            if (batches.codes()[cell] >= 0 && labels.codes()[cell] >= 0) {
                table[batches.codes()[cell]][labels.codes()[cell]]++;
                n++;
            }
        }
        if (n == 0) {
            return new Design(batches, labels, Double.NaN, Double.NaN, Double.NaN);
        }
        double[] ofBatch = new double[batches.names().size()];
        double[] ofLabel = new double[labels.names().size()];
        double majority = 0;
        for (int b = 0; b < table.length; b++) {
            int most = 0;
            for (int l = 0; l < ofLabel.length; l++) {
                ofBatch[b] += table[b][l];
                ofLabel[l] += table[b][l];
                most = Math.max(most, table[b][l]);
            }
            majority += most;
        }
        double chance = 0;
        for (double count : ofLabel) {
            chance += count / n * (count / n);
        }
        return new Design(
                batches, labels, majority / n, chance, cramersV(table, ofBatch, ofLabel, n));
    }

    private static double cramersV(int[][] table, double[] ofBatch, double[] ofLabel, double n) {
        double chiSquared = 0;
        for (int b = 0; b < table.length; b++) {
            for (int l = 0; l < ofLabel.length; l++) {
                double expected = ofBatch[b] * ofLabel[l] / n;
                if (expected > 0) {
                    double difference = table[b][l] - expected;
                    chiSquared += difference * difference / expected;
                }
            }
        }
        int degrees = Math.min(table.length, ofLabel.length) - 1;
        return degrees > 0 ? Math.sqrt(chiSquared / n / degrees) : 0;
    }
}
