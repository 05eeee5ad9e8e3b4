package io.cuvette.batchcorrection.preprocess;

/**
 * How batches and labels meet in the cells.
 *
 * @param batches of all cells
 * @param labels of all cells; no categories and only codes -1 when no label column was named
 * @param inSampleLookupCeiling accuracy of naming a cell's label from its batch alone (majority
 *     label of each batch), on the cells that the majority was counted on; near 1 any
 *     representation that keeps the batch "predicts" the label. NaN without labels
 * @param chance expected accuracy of guessing by label frequency, sum of squared shares; NaN
 *     without labels
 * @param cramersV association of batch and label, 0 to 1; NaN without labels
 */
public record Design(
        Grouping batches,
        Grouping labels,
        double inSampleLookupCeiling,
        double chance,
        double cramersV) {

    /** Computes the figures; cells without a label are left out of them. */
    public static Design of(Grouping batches, Grouping labels) {
        Contingency cells = Contingency.of(batches, labels);
        return new Design(
                batches, labels, cells.inSampleLookupCeiling(), cells.chance(), cells.cramersV());
    }
}
