package io.cuvette.training.core.batching;

import io.cuvette.training.core.method.MethodState;
import java.util.List;

/** Every epoch whole, in steps of the same number of batches: the baseline. */
record FixedBatching(int batchesPerStep, int batchesPerEpoch) implements Batching {

    @Override
    public String name() {
        return "fixed";
    }

    @Override
    public List<Position> batches(long epoch) {
        return Epochs.all(epoch, batchesPerEpoch);
    }

    @Override
    public boolean wantsGradients() {
        return false;
    }

    @Override
    public void observe(long epoch, TrainedStep step) {
        // nothing to learn
    }

    @Override
    public MethodState save() {
        return new MethodState();
    }

    @Override
    public void restore(MethodState state) {
        // nothing is remembered
    }
}
