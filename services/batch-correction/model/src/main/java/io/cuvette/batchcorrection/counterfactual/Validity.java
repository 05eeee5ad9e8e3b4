package io.cuvette.batchcorrection.counterfactual;

/**
 * How projections of held-out cells compare with the real cells of the same label in the target
 * batch (spec 8.4). Judge by ratio and correlation together: a blurred reconstruction lowers the
 * ratio by itself.
 *
 * @param ratio mean squared distance of the projection to the label's centroid in the target batch,
 *     over that of the cell's plain reconstruction; below 1 projecting helps
 * @param improved share of the pairs that come nearer
 * @param kept share of the pairs whose nearest centroid in the target batch is their own label's
 * @param correlation mean Pearson correlation of the change with the true difference of the two
 *     centroids
 * @param pairs of a cell and a batch that has the cell's label
 * @param cells that were projected
 * @param batches that they were projected into
 */
public record Validity(
        double ratio,
        double improved,
        double kept,
        double correlation,
        int pairs,
        int cells,
        int batches) {

    /** Whether projecting brings cells nearer to the target batch than leaving them as they are. */
    public boolean helps() {
        return ratio < 1;
    }

    /** One line for the foot of a figure or a header. */
    public String summary() {
        return "ratio %.2f, improved %.2f, kept %.2f, correlation %.2f on %d pairs"
                .formatted(ratio, improved, kept, correlation, pairs);
    }
}
