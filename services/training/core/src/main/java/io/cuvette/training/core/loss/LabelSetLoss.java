package io.cuvette.training.core.loss;

import ai.djl.pytorch.engine.PtNDArray;

/** A loss of scores of labels, of which each sample has several. */
@FunctionalInterface
public interface LabelSetLoss {

    /**
     * @param scoresBL of every label for every sample, FLOAT32 or FLOAT64
     * @param positivesBL which labels a sample has, BOOLEAN
     * @return one value, with gradients to the scores
     * @throws IllegalArgumentException when shapes or types do not fit
     */
    PtNDArray evaluate(PtNDArray scoresBL, PtNDArray positivesBL);

    /**
     * The same loss for pairs: the label of a first view is its own second view, among all second
     * views of the batch.
     *
     * @param temperature by which cosines are divided, above 0
     */
    default PairLoss onPairs(double temperature) {
        if (!(temperature > 0) || Double.isInfinite(temperature)) {
            throw new IllegalArgumentException(
                    "temperature is %s; it must be finite and above 0".formatted(temperature));
        }
        return (aBD, bBD, context) -> {
            MetricLossInput.pairs(aBD, bBD, 1);
            PtNDArray scores = LabelSetLossOps.cosines(aBD, bBD, 1 / temperature);
            return evaluate(scores, LabelSetLossOps.diagonal(scores));
        };
    }
}
