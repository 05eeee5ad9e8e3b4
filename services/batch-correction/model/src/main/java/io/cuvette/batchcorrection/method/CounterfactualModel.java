package io.cuvette.batchcorrection.method;

import io.cuvette.data.anndata.DenseMatrix;

/** A correction that can also show a cell as it would look in another batch. */
public sealed interface CounterfactualModel extends CorrectionModel
        permits OffsetModel, RandomEffectsModel, HarmonyCorrection {

    /** Number of batches that cells can be shown in. */
    int batchCount();

    /**
     * Expression of each cell in its own batch, as the model sees it.
     *
     * @return cells x genes in scaled space
     */
    DenseMatrix reconstruct(ScaledCells cells);

    /** Takes projections one after the other. */
    @FunctionalInterface
    interface Sink {

        /**
         * Takes one projection.
         *
         * @param cell position among the cells asked for
         * @param target position among the targets asked for
         * @param expression of the cell in that batch, scaled space, one value a gene; overwritten
         *     afterwards
         */
        void accept(int cell, int target, float[] expression);
    }

    /**
     * Shows every cell in every target batch; cell by cell, within a cell in the order of targets,
     * so that cells x targets x genes are never held at once. In its own batch a cell is {@link
     * #reconstruct} to the bit.
     *
     * @param targets codes of batches
     */
    void project(ScaledCells cells, int[] targets, Sink sink);

    /**
     * @throws IllegalArgumentException when a target is no batch of the model
     */
    static void requireTargets(int[] targets, int batchCount) {
        for (int target : targets) {
            if (target < 0 || target >= batchCount) {
                throw new IllegalArgumentException(
                        "target batch %d is none of %d".formatted(target, batchCount));
            }
        }
    }
}
