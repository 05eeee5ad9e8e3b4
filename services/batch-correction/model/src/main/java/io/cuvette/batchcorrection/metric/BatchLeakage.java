package io.cuvette.batchcorrection.metric;

import io.cuvette.batchcorrection.classify.ClassifierEvaluation;
import io.cuvette.batchcorrection.classify.ConfusionMatrix;
import io.cuvette.batchcorrection.classify.Folds;
import io.cuvette.batchcorrection.embedding.Embedding;
import io.cuvette.batchcorrection.statistics.Draw;
import java.util.OptionalDouble;

/**
 * How well a random forest tells a cell's batch from its embedding: balanced accuracy of the
 * predictions for held-out cells of five folds. One over the number of batches is none.
 */
public final class BatchLeakage {

    /** Cells that take part at most, drawn without replacement; keeps a method below seconds. */
    public static final int MOST_CELLS = 3_000;

    private static final int TREES = 100;
    private static final int FOLDS = 5;

    private BatchLeakage() {}

    /**
     * In [0, 1]; empty when the largest batch has fewer than five of the drawn cells, or when there
     * is one batch only.
     */
    public static OptionalDouble score(Embedding embedding, int[] batches, long seed) {
        int[] drawn = Draw.withoutReplacement(batches.length, MOST_CELLS, seed);
        int[] codes = Groups.select(batches, drawn);
        int largest = 0;
        for (int size : Groups.sizes(codes)) {
            largest = Math.max(largest, size);
        }
        if (largest < FOLDS || Groups.occupied(codes) < 2) {
            return OptionalDouble.empty();
        }
        Folds folds = Folds.stratified(codes, FOLDS, seed);
        int[] predicted =
                ClassifierEvaluation.outOfFold(embedding.select(drawn), codes, folds, TREES, seed);
        return OptionalDouble.of(ConfusionMatrix.balancedAccuracy(codes, predicted));
    }
}
