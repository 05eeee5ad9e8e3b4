package io.cuvette.training.core.loop;

import io.cuvette.training.core.averaging.Averager;
import io.cuvette.training.core.loop.BatchLooks.Look;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.Tape;
import io.cuvette.training.core.tensor.TensorScope;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Gives a trained model its averaged weights.
 *
 * @param seed of the loop
 * @param <B> a batch
 */
record FinalAverage<B>(Trainable<B> model, BatchSource<B> batches, FiniteCheck finite, long seed) {

    /** Forward passes over which running statistics with a momentum of 0.99 are found anew. */
    private static final int BUFFER_PASSES = 300;

    /**
     * Writes the average into the model, estimates its buffers anew, for those of averaged weights
     * are not the average, and measures it.
     *
     * @throws NonFiniteException if a parameter is not finite then
     */
    @SuppressWarnings("try") // scopes and modes are used by being open
    void take(Averager averager, LoopState state) throws NonFiniteException {
        try (TensorScope scope = TensorScope.open();
                GradMode off = GradMode.off()) {
            averager.finish(model.parameters());
        }
        int passes = model.hasRunningStatistics() ? BUFFER_PASSES : 0;
        for (int i = 0; i < passes; i++) {
            // batches of mixed sources follow one another: those after the last that was trained on
            long epoch = state.epoch + i / batches.stepsPerEpoch();
            int step = i % batches.stepsPerEpoch();
            try (TensorScope scope = TensorScope.open();
                    GradMode off = GradMode.off()) {
                B batch = batches.batch(epoch, step);
                var look = new Look<>(batch, epoch, step, RandomStream.of(seed, epoch, step), 1);
                for (Objective<B> objective : model.objectives()) {
                    look.evaluate(objective, new Tape(), model.parameters().tensors());
                }
            }
        }
        finite.requireOfAverage(model.parameters(), state);
        Map<String, Double> measured = new LinkedHashMap<>();
        try (TensorScope scope = TensorScope.open();
                GradMode off = GradMode.off()) {
            model.validate().forEach((name, value) -> measured.put("averaged." + name, value));
        }
        state.history.amendLast(measured);
    }
}
